import type { AssumedRole, Outside } from "../outside.ts";
import type { AskedUse, KeyUse } from "../use/types.ts";
import type { Gathering } from "./gather.ts";
import type { Style } from "../render/style.ts";

/** The flags that every verb takes. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly json?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
  readonly debug?: boolean;
  /** Of a key of `each` in another account. */
  readonly role?: AssumedRole;
}

/** What a verb gets to do its work with. */
export interface Context {
  readonly outside: Outside;
  readonly global: GlobalOptions;
  /** Marks for standard output. */
  readonly style: Style;
  /** Marks for standard error. */
  readonly noteStyle: Style;
  /** The arguments of the command line, for the history. */
  readonly args: readonly string[];
  /** Where many keys are asked about together: files of CloudTrail are read once for all. */
  readonly trails?: Gathering<AskedUse, KeyUse>;
  /** How a key is called in what people read, where nobody typed the operand that names it. */
  readonly calls?: string | undefined;
  /** The key that a list named by its ARN, and its alias there: so it is called in commands that are proposed. */
  readonly called?: { readonly arn: string; readonly alias: string };
  /** Notes that the user has read already: none is said twice. */
  readonly saidNotes: Set<string>;
}
