import type { Finding } from "../../check/finding.ts";
import type { Target } from "../../ports.ts";
import type { Checked } from "./checked.ts";

/** A key of the stream that was checked, or a row that tells none, as the finding that it is. */
export type CheckedRow =
  | { readonly checked: Checked }
  | { readonly line: number; readonly fault: Finding; readonly label: string; readonly target: Target };
