import type { FlagsFor } from "../../cli/flag.ts";

export interface GrantsFlags {
  readonly grants?: boolean;
  /** A part of use alone: not to be given together with `grants`. */
  readonly only?: readonly string[];
}

/** `--grants` of the removing verbs. */
export const grantsFlag: FlagsFor<Pick<GrantsFlags, "grants">> = {
  grants: { words: "--grants", does: "revoke their grants too, once the policy is verified" },
};
