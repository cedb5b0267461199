import type { KeyColumn } from "../../render/key-columns.ts";
import type { KeyOrder } from "./list-layout.ts";

/** The flags of `kmspol list`. */
export interface ListOptions {
  readonly alias?: readonly string[];
  readonly tag?: readonly string[];
  readonly customerManaged?: boolean;
  readonly allManagers?: boolean;
  readonly state?: readonly string[];
  readonly columns?: readonly KeyColumn[];
  readonly sort?: KeyOrder;
  /** Ask for the last use of each key. */
  readonly lastUse?: boolean;
  /** Days. */
  readonly unusedFor?: number;
  readonly output?: "table" | "json" | "jsonl";
}
