import { evaluate } from "../access/evaluate.ts";
import type { Condition, DecidingStatement, Evaluation } from "../access/types.ts";
import type { NextCommand } from "../next-command.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { kmsActionNamed, mayBeNewAction } from "../policy/kms-actions.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { whyNotOnKey } from "../policy/never-given.ts";
import { accountsOf, callerWord, canCommand, editCommand, isInternal, requestOf } from "./why-commands.ts";
import type { Denial } from "./why-denial.ts";
import { mendingCommands, type KeyAtHand } from "./why-mend.ts";
import type { Why } from "./why-messages.ts";

/**
 * Decides a denial by what the key policy really says: that it allows it, denies it, allows it under a condition that was
 * not met, leaves it to IAM, or does not allow it; with commands that change the answer, each tried on the policy. `found`
 * is the reading of the message alone: what it says of layers that are not the key policy stays.
 */
export const decideWhy = (found: Why, denial: Denial, key: KeyAtHand): Why => {
  const { reason, action } = denial;
  const isElsewhere =
    (reason.kind === "no-allow" && !/-based$/.test(reason.layer)) ||
    (reason.kind === "explicit-deny" && reason.layer !== undefined && reason.layer !== "resource-based");
  if (isElsewhere || action === undefined || isDecidedByMessage(denial)) return found;
  const useless = whyNotOnKey(action, key.facts);
  if (useless !== undefined) {
    return { half: "other", explanation: `${useless}: no policy changes that.`, commands: [] };
  }
  return byPolicy(found, denial, key);
};

/** No key policy decides these: what acts on no key, what only a grant gives, what never crosses accounts. */
const isDecidedByMessage = (denial: Denial): boolean => {
  const known = kmsActionNamed(denial.action ?? "");
  if (denial.isAlias || (isInternal(denial) && denial.reason.kind === "no-allow")) return true;
  if (known === undefined) return !mayBeNewAction(denial.action ?? "");
  return !known.allowable || (accountsOf(denial).crossAccount && !known.crossAccount);
};

const byPolicy = (found: Why, denial: Denial, key: KeyAtHand): Why => {
  const policy = readPolicy(key.document);
  const evaluation = evaluate(policy, requestOf(denial, key.facts), key.facts);
  const { decision, statements, undecided } = evaluation;
  const [first] = statements;
  if (decision === "denied" && first) return deniedBy(first, evaluation, denial);
  if (undecided !== undefined && decision === "not-allowed") return notCertain(undecided, denial);
  if (found.half === "explicit-deny") return found;
  if (decision === "allowed") return allowedNow(denial, first);
  const commands = mendingCommands(denial, key);
  const conditions = conditionsThatAllow(evaluation, denial, key);
  if (conditions.length > 0) return underCondition(evaluation, conditions, denial, commands);
  return withoutCondition(evaluation, denial, commands);
};

/** A message does not tell what its request carried: a Deny under a condition is told with it, and one that may not hold as that. */
const deniedBy = (
  statement: DecidingStatement,
  { otherwise = [], undecided }: Evaluation,
  denial: Denial,
): Why => {
  const spared = otherwise.flatMap((all) => all.filter(({ not }) => not));
  const where = [...new Set(spared.map(testWords))].join(", or where ");
  const isSure = where === "" && undecided === undefined;
  const { kind } = denial.reason;
  const edit = editCommand(denial);
  return {
    half: "explicit-deny",
    explanation: [
      `S${statementWords(statement).slice(1)} of the key policy ${undecided === undefined ? "denies" : "may deny"} it`,
      where === "" ? "" : ` where ${where}`,
      undecided === undefined ? "." : `: ${undecided}.`,
      !isSure && kind === "no-allow"
        ? " The message itself speaks of no Deny: this one may not be the reason."
        : "",
    ].join(""),
    commands: isSure ? [edit] : [canCommand(denial), edit],
  };
};

const notCertain = (undecided: string, denial: Denial): Why => ({
  half: "key-policy",
  explanation: `Whether the key policy allows it is not known: ${undecided}.`,
  commands: [canCommand(denial), editCommand(denial)],
});

const testWords = ({ key, test, values }: Condition): string => `${key} ${test} ${values.join(" or ")}`;

const statementWords = ({ index, sid }: DecidingStatement): string =>
  `statement ${index + 1}${sid === undefined ? "" : ` "${sid}"`}`;

/** By which statement, as an insertion. */
const bySaying = (statement: DecidingStatement | undefined): string =>
  statement === undefined ? "" : `, by ${statementWords(statement)}`;

const withoutCondition = (
  { decision, statements: [first] }: Evaluation,
  denial: Denial,
  commands: readonly NextCommand[],
): Why => {
  const { caller, crossAccount } = accountsOf(denial);
  const who = callerWord(denial, !crossAccount);
  const way = commands.length > 0 ? commands : [editCommand(denial)];
  if (decision === "needs-iam") {
    const half = "iam" as const;
    return crossAccount
      ? {
          ...{ half, commands },
          explanation: `The key policy lets account ${caller ?? ""} in${bySaying(first)}, but no IAM policy there lets ${who} use the key.`,
        }
      : {
          ...{ half, commands: way },
          explanation: `The key policy leaves it to IAM policies of the caller's account${bySaying(first)}, and none allows it.${
            commands.some(({ verb }) => verb.startsWith("add-"))
              ? " Naming the caller in the key policy does without one."
              : ""
          }`,
        };
  }
  const action = denial.action ?? "this";
  const explanation = crossAccount
    ? `The key policy does not let account ${caller ?? ""} in for ${action}; its IAM needs the other half too.`
    : `The key policy neither names ${who} for ${action} nor leaves it to IAM.`;
  return { half: "key-policy", explanation, commands: way };
};

const underCondition = (
  { decision }: Evaluation,
  ways: readonly Way[],
  denial: Denial,
  commands: readonly NextCommand[],
): Why => ({
  half: "condition",
  explanation:
    `The key policy allows it only if ${ways.map(wayWords).join(", or ")}.` +
    (decision === "needs-iam"
      ? " Else it leaves it to IAM policies of the caller's account, and none allows it."
      : ""),
  commands: [canCommand(denial), ...(commands.length > 0 ? commands : [editCommand(denial)])],
});

/** Conditions under which the caller is let in, and the statement that then does. */
interface Way {
  readonly conditions: readonly Condition[];
  readonly by: DecidingStatement | undefined;
}

/** Of the conditions that would turn the answer those under which the caller is let in: each is tried. */
const conditionsThatAllow = (
  { otherwise = [] }: Evaluation,
  denial: Denial,
  { document, facts }: KeyAtHand,
): readonly Way[] => {
  const request = requestOf(denial, facts);
  const { crossAccount } = accountsOf(denial);
  return otherwise.flatMap((all) => {
    if (all.length === 0 || all.some(({ not }) => not)) return [];
    const met = Object.fromEntries(all.map(({ key, values }) => [key, values[0] ?? ""]));
    const context = { ...request.context, ...met };
    const { decision, statements } = evaluate(readPolicy(document), { ...request, context }, facts);
    const lets = decision === "allowed" || (crossAccount && decision === "needs-iam");
    return lets ? [{ conditions: all, by: statements[0] }] : [];
  });
};

/** KMS is eventually consistent (Developer Guide, "Eventual consistency"); the message may also be an old one. */
const allowedNow = (denial: Denial, statement: DecidingStatement | undefined): Why => ({
  half: "other",
  explanation:
    `The key policy allows it as it stands now${bySaying(statement)}: try again, for a change takes up to some minutes to work everywhere.` +
    " If it still fails, a permissions boundary, a session policy or a policy of the organization stops it.",
  commands: [canCommand(denial)],
});

const wayWords = ({ conditions, by }: Way): string =>
  conditions.map(testWords).join(" and ") + (by === undefined ? "" : ` (${statementWords(by)})`);

/** What a key that is not enabled adds to an explanation. */
export const stateWords = ({ state }: KeyFacts): string =>
  state === undefined || state === "Enabled"
    ? ""
    : ` The key's state is ${state}: no permission helps while it is.`;
