import type { ChangeFlags, ReadOptions } from "../../cli/options.ts";
import type { FromOptions } from "../from-options.ts";

/** The flags of `kmspol check`. */
export interface CheckFlags extends ChangeFlags, ReadOptions, FromOptions {
  readonly format?: "text" | "json" | "sarif" | "github" | "gitlab" | "junit" | "markdown" | "jsonl";
  readonly failOn: FailOn;
  readonly ignore?: readonly string[];
  readonly fix?: boolean;
}

/** The least severity that makes `check` end with 1. */
export type FailOn = "error" | "security" | "warning" | "suggestion" | "never";
