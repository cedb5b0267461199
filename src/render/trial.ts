import type { AccessRequest, Evaluation } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { TrialAnswer } from "../trial-port.ts";
import { listWords } from "./action-words.ts";
import { wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { renderEvaluation } from "./evaluation.ts";
import type { Style } from "./style.ts";

/** What KMS itself said to a call with DryRun, and where kmspol says otherwise, why that may be. */
export const renderTrial = (live: TrialAnswer, { differs }: { readonly differs?: string }): string => {
  const lines = [`KMS itself, asked with DryRun: ${answerWords(live)}`];
  if (live.tried !== undefined) lines.push(`tried: ${live.tried}`);
  if (differs !== undefined) lines.push(`kmspol says otherwise: ${differs}`);
  return lines.map((line) => `  ${escapeLine(line)}\n`).join("");
};

const answerWords = (live: TrialAnswer): string => {
  if (live.says === "allowed") return "allows it";
  return live.says === "denied" ? `denies it: ${live.because}` : `not asked: ${live.because}`;
};

/** KMS's answer by itself, where nothing else may be read. */
export const renderTrialAlone = (
  {
    request,
    facts,
    live,
    decision,
    because,
    missing,
  }: {
    readonly request: AccessRequest;
    readonly facts: KeyFacts;
    readonly live: TrialAnswer;
    readonly decision: Evaluation["decision"];
    readonly because: string;
    readonly missing: readonly string[];
  },
  style: Style,
  columns: number,
): string => {
  const [first = ""] = renderEvaluation({ decision, statements: [] }, request, facts, style).split("\n");
  const unknown = `  by what is not known: ${escapeLine(because)}\n`;
  const notLookedAt = wrapWords(`Not looked at: ${listWords(missing, missing.length)}.`, columns, "  ");
  return `${first}\n${renderTrial(live, {})}${unknown}${notLookedAt}\n`;
};
