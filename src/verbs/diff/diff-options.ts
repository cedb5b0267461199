import type { IamDataOptions } from "../effective/iam-data-options.ts";
import type { ReadOptions } from "../../cli/options.ts";

/** The flags of `kmspol diff`. */
export interface DiffOptions extends ReadOptions, IamDataOptions {
  readonly text?: boolean;
  readonly access?: boolean;
  readonly exitCode?: boolean;
  readonly full?: boolean;
  readonly format?: "text" | "json" | "markdown";
  readonly failOn?: "gained" | "changed";
}
