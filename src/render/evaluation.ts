import type { Condition, Decision, Evaluation } from "../access/types.ts";
import { whyUndecidedWay } from "../access/undecided-way.ts";
import { shellWord } from "../shell/shell-word.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { settledBy } from "../policy/symbols.ts";
import { listWords } from "./action-words.ts";
import { whenWords } from "./condition-words.ts";
import { escapeLine } from "./escape.ts";
import { principalWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

const words: Record<Decision, string> = {
  allowed: "allowed",
  "needs-iam": "allowed if IAM allows it too",
  denied: "denied",
  "not-allowed": "not allowed",
};

/** The answer to `can` in a few lines: yes or no, by which statement, and what would turn it. */
export const renderEvaluation = (
  evaluation: Evaluation,
  { principal, action }: { readonly principal: string; readonly action: string },
  facts: KeyFacts,
  style: Style,
): string => {
  const { decision, statements, otherwise, undecided, ignored = [], because, unknownAction } = evaluation;
  const mark = decision === "allowed" ? style.good : decision === "needs-iam" ? style.warning : style.bad;
  const lines = [
    `${mark(words[decision] + (undecided === undefined ? "" : ", undecided"))}: ${principalWords(principal, facts.account)}, ${escapeLine(action)}`,
  ];
  if (unknownAction) lines.push(`  ${escapeLine(action)} is not known to this kmspol: AWS may have it`);
  if (undecided !== undefined) {
    lines.push(`  undecided: ${escapeLine(undecided)}`);
    const told = settledBy(undecided).map((name) => `--set ${shellWord(`${name}=VALUE`)}`);
    if (told.length > 0) lines.push(`  ${escapeLine(listWords(told, 5))}, or --parameters FILE, settles it`);
  }
  if (statements.length > 0) {
    // People count from 1, as in every other message; the index of --json counts from 0.
    const named = statements.map(
      ({ index, sid, effect }) =>
        `${index + 1} (${effect}${sid === undefined ? "" : `, Sid "${escapeLine(sid)}"`})`,
    );
    lines.push(`  by statement ${listWords(named, 5)}`);
  } else if (decision === "not-allowed") lines.push(`  ${escapeLine(because ?? "no statement allows it")}`);
  lines.push(...turningWords(otherwise ?? []));
  for (const { key, because } of ignored)
    lines.push(`  --context ${escapeLine(key)} has no effect: ${escapeLine(because)}`);
  return lines.map((line) => `${line}\n`).join("");
};

/** Which requests would turn an answer, and which might, as nobody can tell whether they meet a condition; a line each. */
export const turningWords = (ways: readonly (readonly Condition[])[]): readonly string[] => {
  const why = ways.map(whyUndecidedWay);
  const certain = ways.filter((_way, place) => why[place] === undefined);
  const open = ways.filter((_way, place) => why[place] !== undefined);
  const because = [...new Set(why.filter((reason) => reason !== undefined))].join("; ");
  return [
    ...(certain.length === 0 ? [] : [`  the answer would turn ${forRequest(certain)}`]),
    ...(open.length === 0
      ? []
      : [`  the answer might turn ${forRequest(open)} (undecided: ${escapeLine(because)})`]),
  ];
};

const forRequest = (ways: readonly (readonly Condition[])[]): string => {
  const words = requestWords(ways);
  return /^(?:if|unless) /.test(words) ? words : `for a request ${words}`;
};

/** Conditions as what a request has: `through s3.us-east-1.amazonaws.com, or not from 10.0.0.0/8`. */
const requestWords = (when: readonly (readonly Condition[])[]): string =>
  whenWords(when, true)
    .replace(/\bonly /g, "")
    .replace(/\bexcept /g, "not ");
