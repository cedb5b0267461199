import type { AttachedPolicy, ChangeResult, PolicySubject, RevokedGrant } from "../../change/types.ts";
import { exitCodes, KmspolError } from "../../errors.ts";
import type { JsonObject } from "../../policy/json-value.ts";
import { isRecord } from "../../policy/json-value.ts";
import { escapeLine } from "../../render/escape.ts";
import { noteLines } from "../../render/note-lines.ts";
import { principalWords } from "../../render/principal-words.ts";
import type { Context } from "../../cli/app.ts";
import type { OtherHalf } from "./attach.ts";
import { makeChange } from "./change.ts";
import type { HalfFlags } from "../../cli/options.ts";
import type { Answer } from "../../output/answer.ts";
import { printResult, resultAnswer } from "../../output/print-result.ts";
import type { PreparedChange } from "./prepared.ts";
import { printText } from "../../output/print.ts";
import { revokeGrants } from "./revoke-grants.ts";
import { noteColumns } from "../../cli/widths.ts";

/**
 * All that one command does: the key policy goes down the write path, then the grants of who was removed are revoked, then each
 * IAM policy is put in place.
 */
export const changeBoth = async (
  context: Context,
  change: PreparedChange,
  halves: readonly OtherHalf[],
): Promise<Answer> => {
  const { subject, flags } = change;
  const result = await makeChange(context, change);
  const { json } = context.global;
  // People see the first half before they are asked for the second.
  if (!json) await printResult(context, subject, withoutPolicy(result, flags), flags.iamPolicy);
  const grants = await revokeGrants(context, subject, result, flags, (grant) => {
    if (!json) printRevoked(context, subject, grant);
  }).catch((error: unknown) => {
    throw withFirstHalf(error, subject, result, "");
  });
  const attached: AttachedPolicy[] = [];
  for (const half of halves) {
    const done = await half.putInPlace(policyOf(result), flags).catch((error: unknown) => {
      throw withFirstHalf(error, subject, result, goOnWords);
    });
    attached.push(done);
    if (!json) printAttached(context, subject, done);
    context.outside.terminal.note(noteLines(proofOf(half, done), { columns: noteColumns(context.outside) }));
  }
  return json
    ? resultAnswer(context, subject, withHalvesDone(result, attached, grants))
    : { exit: exitCodes.done };
};

/** The result of the key's half, with what became of the grants and of the halves in IAM where there are any. */
export const withHalvesDone = (
  result: ChangeResult,
  attached: readonly AttachedPolicy[],
  grants: readonly RevokedGrant[],
): ChangeResult => ({
  ...result,
  ...(attached.length > 0 && { attached }),
  ...(result.grants && { grants }),
});

/** What is still to be done where the second half was stopped. */
export const goOnWords = "; run the command again for the IAM policy";

/** What proves both halves, once the second is in place. */
export const proofOf = ({ proof }: OtherHalf, { outcome }: AttachedPolicy): readonly string[] =>
  proof !== undefined && outcome === "attached" ? [`To prove both halves: ${proof}`] : [];

/** The policy of the other half that a change of a key made. */
export const policyOf = ({ iamPolicy }: ChangeResult): JsonObject | undefined =>
  isRecord(iamPolicy) ? iamPolicy : undefined;

/** What is attached was shown as a diff: it is not printed once more. */
const withoutPolicy = (result: ChangeResult, { iamPolicy: file }: HalfFlags): ChangeResult => {
  if (file !== undefined) return result;
  const { iamPolicy, ...rest } = result;
  return iamPolicy === undefined ? result : rest;
};

/** Whatever stops the second half, the user must know what became of the first. */
export const withFirstHalf = (
  error: unknown,
  { label }: PolicySubject,
  { outcome, change }: ChangeResult,
  goOn: string,
): unknown => {
  if (!(error instanceof KmspolError)) return error;
  const first =
    outcome === "changed"
      ? `the policy of ${label} is changed (change ${change ?? ""})${goOn}`
      : `the policy of ${label} is as it was`;
  return error.withHint([error.hint, first].filter(Boolean).join("\n"));
};

const printAttached = (context: Context, { target }: PolicySubject, done: AttachedPolicy): void => {
  const line = `${escapeLine(`${done.to} in ${done.account}`)}: ${outcomeWords(done)}\n`;
  if (target.kind === "file" && target.path === "-") context.outside.terminal.note(line);
  else printText(context, line);
};

const printRevoked = (
  context: Context,
  { facts }: PolicySubject,
  { grantee, id, outcome }: RevokedGrant,
): void => {
  const words = outcome === "gone" ? "was gone already" : "revoked";
  printText(context, `grant ${escapeLine(id)} of ${principalWords(grantee, facts.account)}: ${words}\n`);
};

const outcomeWords = ({ outcome, policyName, verified }: AttachedPolicy): string => {
  if (outcome === "unchanged") return `nothing to change in its IAM policy ${policyName}`;
  if (outcome === "planned") return "a dry run, IAM was left as it is";
  const seen = verified ? " and verified" : "; it is not visible in IAM yet";
  return `IAM policy ${policyName} ${outcome}${seen}`;
};
