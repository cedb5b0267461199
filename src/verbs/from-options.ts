import type { Flag } from "../cli/flag.ts";
import { UsageError } from "../errors.ts";

/** The flag of verbs that take keys with their policies out of a stream. */
export interface FromOptions {
  readonly from?: string;
}

/** Its declaration. */
export const fromFlag = {
  words: "--from <file>",
  does: "many keys with their policies, a JSON row each: kmspol's own, AWS Config's, Steampipe's or get-key-policy's; - for standard input",
} satisfies Flag;

/** Throws UsageError (`conflicting-flags`) where targets are named beside `--from`. */
export const requireNoTargets = (operands: readonly string[]): void => {
  if (operands.length > 0)
    throw new UsageError(
      "conflicting-flags",
      `--from brings the keys, so ${operands.join(", ")} cannot be named beside it`,
      { hint: "leave one of them out; for the keys of AWS, run each" },
    );
};
