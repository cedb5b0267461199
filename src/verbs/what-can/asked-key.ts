import type { FileOptions } from "../../cli/options.ts";
import type { Target } from "../../ports.ts";
import type { KnownKey } from "../effective/iam-data.ts";
import type { IamDataOptions } from "../effective/iam-data-options.ts";

/** A key with its policy, as `what-can` looks at it. */
export interface AskedKey extends KnownKey {
  readonly target: Target;
  readonly label: string;
}

/** The keys that the flags choose; of those whose policy could not be read the reason, in a sentence's words. */
export interface AskedKeys {
  readonly keys: readonly AskedKey[];
  readonly notRead: readonly { readonly label: string; readonly because: string }[];
  /** Keys that may not even be described. */
  readonly hidden: number;
}

/** A key that was read, or why its policy was not. */
export type ReadKey = AskedKey | AskedKeys["notRead"][number];

/** The flags of `kmspol what-can`. */
export interface WhatCanOptions extends FileOptions, IamDataOptions {
  readonly alias?: readonly string[];
  readonly tag?: readonly string[];
  readonly keysFrom?: string;
  readonly from?: readonly string[];
  readonly full?: boolean;
}
