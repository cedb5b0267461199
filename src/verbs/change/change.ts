import { findingCodes } from "../../check/catalogue.ts";
import { UsageError } from "../../errors.ts";
import { nearest } from "../../check/nearest.ts";
import { judges } from "../../change/judges.ts";
import { runChange } from "../../change/run-change.ts";
import type { ChangeServices } from "../../change/services.ts";
import type { ChangeOptions, ChangeResult, Edit, PolicySubject } from "../../change/types.ts";
import type { Context } from "../../cli/app.ts";
import { changeByName } from "./change-by-name.ts";
import { confirmBypass } from "../../ask/confirm-bypass.ts";
import { acceptedOf, checkOptionsOf } from "../../target/config-file.ts";
import { configOf } from "../../target/config-of.ts";
import { openAws } from "../../cli/open-aws.ts";
import type { ChangeFlags, HalfFlags } from "../../cli/options.ts";
import { waiting } from "../../output/waiting.ts";
import { worldOfCaller } from "../effective/world-of-caller.ts";
import { createReviewer } from "../../ask/review.ts";

/** A change that is ready for the write path: what it works on, and what it makes of it. */
export interface ReadyChange {
  readonly subject: PolicySubject;
  readonly edit: Edit;
  readonly flags: ChangeFlags & HalfFlags;
  /** The words that would say on the command line what the verb itself asked for. */
  readonly answered?: readonly string[];
}

/** Takes an edit down the write path. */
export const makeChange = async (
  context: Context,
  { subject, edit, flags, answered = [] }: ReadyChange,
): Promise<ChangeResult> => {
  const options = { ...changeOptions(context, flags), command: [...context.args, ...answered] };
  const services = await changeServices(context, subject, edit, flags);
  await confirmBypass(context, subject, options);
  const result = await runChange(subject, edit, options, services);
  await writeIamPolicy(context, result, flags);
  return result;
};

/** The other half into the file that the user named; it is theirs to write, whatever became of this half. */
const writeIamPolicy = async (
  { outside }: Context,
  { iamPolicy }: ChangeResult,
  { iamPolicy: file, dryRun }: ChangeFlags & HalfFlags,
): Promise<void> => {
  if (file === undefined || iamPolicy === undefined || dryRun) return;
  await (await outside.files()).replace(file, `${JSON.stringify(iamPolicy, undefined, 2)}\n`);
};

/** The flags of every change, as the write path reads them. */
export const changeOptions = (context: Context, flags: ChangeFlags): ChangeOptions => ({
  dryRun: flags.dryRun ?? false,
  yes: flags.yes ?? false,
  accept: (flags.accept ?? []).map(acceptable),
  reason: flags.reason,
  bypassLockoutCheck: flags.bypassPolicyLockoutSafetyCheck ?? false,
  command: context.args,
});

/** Throws UsageError (`bad-value`) for a misspelt code: it would accept nothing, and the refusal would not say why. */
const acceptable = (code: string): string => {
  const meant = findingCodes.some((known) => known === code) ? undefined : nearest(code, findingCodes);
  if (meant === undefined) return code;
  throw new UsageError("bad-value", `--accept: "${code}" is no code of a finding`, {
    hint: `did you mean ${meant}?`,
  });
};

/** What the write path needs from outside; for a file neither AWS nor IAM is asked anything. */
export const changeServices = async (
  context: Context,
  subject: PolicySubject,
  edit: Pick<Edit, "repeatable">,
  flags: ChangeFlags,
): Promise<ChangeServices> => {
  const { outside } = context;
  const config = await configOf(context, subject.target, flags.config);
  const base = {
    house: checkOptionsOf(config),
    accepted: acceptedOf(config, subject.target),
    history: await outside.history(),
    clock: outside.clock,
    judges,
    reviewer: createReviewer(context, {
      full: flags.full ?? false,
      repeatable: edit.repeatable,
      asks: outside.terminal.interactive && flags.yes !== true && flags.dryRun !== true,
      accepts: outside.terminal.interactive && flags.yes !== true,
      bypasses: flags.bypassPolicyLockoutSafetyCheck === true,
    }),
    interactive: outside.terminal.interactive,
    onStop: outside.onStop,
    note: (text: string) => outside.terminal.note(`kmspol: ${text}\n`),
    waiting: <Result>(words: string, work: () => Promise<Result>) => waiting(outside, words, work),
  };
  if (subject.target.kind === "file") return { ...base, by: outside.user };
  const { identity, directory } = await openAws(context);
  const caller = await identity.caller();
  const byName = flags.iam === false ? undefined : changeByName(context, subject, caller);
  const ownWorld = () => worldOfCaller(context, caller);
  return { ...base, by: caller.arn, caller, directory, byName, ownWorld };
};
