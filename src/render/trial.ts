import type { TrialAnswer } from "../trial-port.ts";
import { escapeLine } from "./escape.ts";

/** What KMS itself said to a call with DryRun, and where kmspol says otherwise, why that may be. */
export const renderTrial = (live: TrialAnswer, { differs }: { readonly differs?: string }): string => {
  const lines = [`KMS itself, asked with DryRun: ${answerWords(live)}`];
  if (differs !== undefined) lines.push(`kmspol says otherwise: ${differs}`);
  return lines.map((line) => `  ${escapeLine(line)}\n`).join("");
};

const answerWords = (live: TrialAnswer): string => {
  if (live.says === "allowed") return "allows it";
  return live.says === "denied" ? `denies it: ${live.because}` : `not asked: ${live.because}`;
};
