import type { Context } from "../../cli/app.ts";
import type { Answer } from "../../output/answer.ts";
import { resultAnswer } from "../../output/print-result.ts";
import { makeChange } from "./change.ts";
import { changeBoth } from "./change-both.ts";
import { planPrepared } from "./plan-prepared.ts";
import type { PlannedChange, PreparedChange } from "./prepared.ts";

/** What a verb that changes policies does: alone, and as one of many, which are all planned before one is made. */
export interface Changing<Operands, Flags> {
  readonly run: (context: Context, operands: Operands, flags: Flags) => Promise<Answer>;
  readonly plan: (context: Context, operands: Operands, flags: Flags) => Promise<PlannedChange>;
}

/** Makes both of what they have in common: opening the target, and making the edit. */
export const changing = <Operands, Flags>(
  prepare: (context: Context, operands: Operands, flags: Flags) => Promise<PreparedChange>,
): Changing<Operands, Flags> => ({
  run: async (context, operands, flags) => runPrepared(context, await prepare(context, operands, flags)),
  plan: async (context, operands, flags) => planPrepared(context, await prepare(context, operands, flags)),
});

/** Takes a prepared change down the write path, and the halves in IAM after it. */
const runPrepared = async (context: Context, change: PreparedChange): Promise<Answer> => {
  if (change.halves) return changeBoth(context, change, change.halves);
  const result = await makeChange(context, change);
  return resultAnswer(context, change.subject, result, change.flags.iamPolicy);
};
