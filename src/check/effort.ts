import { maximumPolicyBytes } from "../policy/limits.ts";
import type { Statement } from "../policy/model.ts";
import type { CheckContext } from "./rule.ts";

/** What the access engine may be asked in one check. A policy of a usual size needs a few hundred; one made to be slow would need millions. */
const limit = 10_000;

const spent = new WeakMap<CheckContext, number>();

/**
 * Whether the engine may still be asked about these statements in this check; counts it as asked where it may. Its work grows
 * with the square of their number and of their conditions' values.
 */
export const mayAskEngine = (context: CheckContext, statements: readonly Statement[]): boolean => {
  const values = statements.flatMap(({ conditions }) => conditions.flatMap((test) => test.values)).length;
  const after = (spent.get(context) ?? 0) + (statements.length + values) ** 2;
  if (after > limit) return false;
  spent.set(context, after);
  return true;
};

/** Whether KMS would not take the text, however its white space is written: then nobody needs to know what it would mean. */
export const isFarTooLarge = ({ document }: CheckContext): boolean =>
  document.text.length > 2 * maximumPolicyBytes;
