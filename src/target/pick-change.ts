import { UsageError } from "../errors.ts";
import { shellWord } from "../shell/shell-word.ts";
import type { ChangeRecord } from "../ports.ts";
import type { ChangeReference, TargetOperand } from "./target-operand.ts";

/**
 * The policy that a reference names: as change `id` left it, or as it was `back` changes ago (1: before the last; 0:
 * after it). `changes` newest first. `operand` as it was typed. Failed changes wrote nothing and do not count. Throws UsageError (`no-such-change`).
 */
export const pickChange = (
  changes: readonly ChangeRecord[],
  reference: ChangeReference,
  operand: Exclude<TargetOperand, { kind: "stdin" }>,
): string => {
  const target = operand.kind === "key" ? operand.reference : operand.path;
  const written = changes.filter(({ outcome }) => outcome !== "failed");
  if ("id" in reference) return changeWithId(changes, reference.id, lookUp(target)).after;
  const { back } = reference;
  const text = back === 0 ? written[0]?.after : written[back - 1]?.before;
  if (text !== undefined) return text;
  throw new UsageError(
    "no-such-change",
    written.length === 0
      ? `the history has no change of ${target}`
      : `the history has ${written.length} ${written.length === 1 ? "change" : "changes"} of ${target}, not ${back}`,
    {
      hint: `${lookUp(target)} lists the changes`,
    },
  );
};

/** The one change whose id begins so; `command` lists them all. Throws UsageError (`no-such-change`). */
export const changeWithId = (changes: readonly ChangeRecord[], id: string, command: string): ChangeRecord => {
  const found = changes.filter((change) => change.id.startsWith(id.toLowerCase()));
  if (found.length === 1 && found[0]) return found[0];
  const what =
    found.length === 0 ? `no change ${id} is in the history` : `${found.length} changes begin with ${id}`;
  throw new UsageError("no-such-change", what, { hint: `${command} lists the changes` });
};

const lookUp = (target: string): string => `kmspol history ${shellWord(target)}`;
