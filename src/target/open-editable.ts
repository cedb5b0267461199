import { requireEditable, whyNotEditable } from "../change/requirements.ts";
import type { PolicySubject } from "../change/types.ts";
import type { Context } from "../cli/app.ts";
import { openAws } from "../cli/open-aws.ts";
import type { ToldOptions } from "../cli/options.ts";
import { waiting } from "../output/waiting.ts";
import type { DescribedKey } from "../ports.ts";
import { escapeLine } from "../render/escape.ts";
import { askKey } from "./ask-key.ts";
import { openSubject, subjectOf } from "./open-subject.ts";
import { keyLabel } from "./open-target.ts";
import { parseTarget } from "./target-operand.ts";

/** What is known of a subject when names are looked up for it. */
export type Named = Pick<PolicySubject, "target" | "facts">;

/**
 * Opens what an operand names for a change that is made now. Of a key all that does not depend on one another is asked side by side, its
 * policy too. Throws what `openSubject` throws, and RefusedError (`foreign-key`, `aws-managed-key`).
 */
export const openEditable = async (
  context: Context,
  operand: string,
  options: ToldOptions,
): Promise<PolicySubject> =>
  (await openEditableBeside(context, operand, options, () => Promise.resolve(undefined))).subject;

/**
 * The same for verbs that ask IAM about the names of their operands: `beside` asks while the key is read, but never of a key that cannot
 * be changed, since the IAM that is asked would be that of another account.
 */
export const openEditableBeside = async <Beside>(
  context: Context,
  operand: string,
  options: ToldOptions,
  beside: (subject: Named) => Promise<Beside>,
): Promise<{ readonly subject: PolicySubject; readonly beside: Beside }> => {
  const parsed = parseTarget(operand);
  if (parsed.kind !== "key" || parsed.change) {
    const subject = await openSubject(context, operand, options);
    return { subject, beside: await beside(subject) };
  }
  const { keys, identity } = await openAws(context);
  const { reference } = parsed;
  const [asked, caller] = await waiting(context.outside, `reading ${escapeLine(reference)}`, () => {
    const called = identity.caller();
    const names = async (key: DescribedKey) =>
      whyNotEditable({ ...key, label: keyLabel(key) }, await called) ? undefined : beside(key);
    return Promise.all([askKey(keys, reference, names), called]);
  });
  const subject = subjectOf(context, reference, asked.key, { ...keys, readPolicy: asked.policy });
  requireEditable(subject, caller);
  return { subject, beside: asked.beside ?? (await beside(subject)) };
};
