import { planChange } from "../../change/run-change.ts";
import type { ChangeResult, Plan } from "../../change/types.ts";
import type { Context } from "../../cli/app.ts";
import { exitCodes } from "../../errors.ts";
import type { Answers } from "./attach.ts";
import { changeOptions, changeServices } from "./change.ts";
import { goOnWords, policyOf, proofOf, withFirstHalf, withHalvesDone } from "./change-both.ts";
import type { MadeChange, PlannedChange, PreparedChange } from "./prepared.ts";
import { revokeGrants } from "./revoke-grants.ts";

/** The first half of a change down the write path, for runs over many keys: nobody is asked, and nothing written until it is applied. */
export const planPrepared = async (
  context: Context,
  change: PreparedChange,
  told: (result: ChangeResult) => Promise<MadeChange> | MadeChange = done,
): Promise<PlannedChange> => {
  const plan = await planKey(context, change);
  const both = async (result: ChangeResult, answers: Answers) =>
    told(await withHalves(context, change, result, answers));
  return {
    subject: change.subject,
    ...(await both(plan.result, { dryRun: true })),
    apply: async (as) => both(await plan.apply(as), { yes: true }),
  };
};

const done = (result: ChangeResult): MadeChange => ({ exit: exitCodes.done, result });

const planKey = async (context: Context, { subject, edit, flags }: PreparedChange): Promise<Plan> => {
  const services = await changeServices(context, subject, edit, flags);
  return planChange(subject, edit, changeOptions(context, flags), services);
};

/** The grants and the halves in IAM after the key's. What stops one of them tells what became of the key's. */
const withHalves = async (
  context: Context,
  { subject, halves }: PreparedChange,
  result: ChangeResult,
  answers: Answers,
): Promise<ChangeResult> => {
  if (!halves) return result;
  const grants = await revokeGrants(context, subject, result, answers, () => undefined).catch(
    (error: unknown) => {
      throw withFirstHalf(error, subject, result, "");
    },
  );
  const [attached, proofs]: [NonNullable<ChangeResult["attached"]>[number][], string[]] = [[], []];
  for (const half of halves) {
    const done = await half.putInPlace(policyOf(result), answers).catch((error: unknown) => {
      throw withFirstHalf(error, subject, result, goOnWords);
    });
    attached.push(done);
    proofs.push(...proofOf(half, done));
  }
  return { ...withHalvesDone(result, attached, grants), notes: [...proofs, ...result.notes] };
};
