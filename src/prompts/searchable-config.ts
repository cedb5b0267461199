import type { ListQuestion } from "../questions.ts";
import type { Style } from "../render/style.ts";

/** How a searchable list asks. */
export interface SearchableConfig<T> extends ListQuestion<T> {
  /** Several entries may be taken. */
  readonly several: boolean;
  readonly style: Style;
  readonly size: () => Size;
  /** Calls `listener` when the terminal has another size, until the returned function is called. */
  readonly onResize: (listener: () => void) => () => void;
  /** Has the question leave the screen once it is answered. */
  readonly vanish: () => void;
}

/** The size of the terminal as it is now; it may change while a question stands. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
