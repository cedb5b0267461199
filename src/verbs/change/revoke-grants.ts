import { typedOf } from "../../change/command-target.ts";
import { commandOn } from "../../shell/typed-command.ts";
import type { ChangeResult, PolicySubject, RevokedGrant } from "../../change/types.ts";
import { AwsError, CancelledError, Interrupted, KmspolError, SteppedBack } from "../../errors.ts";
import type { Grant } from "../../ports.ts";
import { escapeLine } from "../../render/escape.ts";
import { grantCount, grantSentences } from "../../render/grants.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";
import { waiting } from "../../output/waiting.ts";
import type { Answers } from "./attach.ts";
import { revokeCommand } from "./held-grants.ts";
import { noteColumns } from "../../cli/widths.ts";

/**
 * Revokes the grants that a change was to take along, once its policy is verified, never before: else who was removed
 * could be given them again by what the policy still says. `said` hears of each. Where the policy needed no change the
 * grants alone are asked for. Throws CancelledError, and AwsError (`grants-left`) with the commands for what is left.
 */
export const revokeGrants = async (
  context: Context,
  subject: PolicySubject,
  result: ChangeResult,
  answers: Answers,
  said: (grant: RevokedGrant) => void,
): Promise<readonly RevokedGrant[]> => {
  const { grants = [] } = result;
  if (grants.length === 0 || answers.dryRun) return grants;
  if (result.outcome === "changed" && !result.verified)
    throw left(subject, grants, "the change of the policy is not visible yet, so no grant was revoked");
  if (result.outcome === "unchanged") await ask(context, subject, grants, answers);
  return waiting(context.outside, "revoking grants", () => revokeAll(context, subject, grants, said));
};

const revokeAll = async (
  context: Context,
  subject: PolicySubject,
  grants: readonly RevokedGrant[],
  said: (grant: RevokedGrant) => void,
): Promise<readonly RevokedGrant[]> => {
  const done: RevokedGrant[] = [];
  const heard = context.outside.onStop?.(() => `\n${leftWords(subject, grants.slice(done.length))}\n`);
  const failures: { readonly grant: Grant; readonly because: string }[] = [];
  try {
    const { keys } = await openAws(context);
    for (const grant of grants) {
      try {
        const ended = { ...grant, outcome: await keys.revokeGrant(subject.historyKey, grant.id) };
        done.push(ended);
        said(ended);
      } catch (error) {
        if (!(error instanceof KmspolError)) throw error;
        failures.push({ grant, because: error.message });
      }
    }
  } finally {
    heard?.();
  }
  const [first] = failures;
  if (!first) return done;
  const count = `${failures.length} of ${grantCount(grants.length)} could not be revoked`;
  throw left(
    subject,
    failures.map(({ grant }) => grant),
    `${count}: ${first.because}`,
  );
};

const left = (subject: PolicySubject, grants: readonly Grant[], message: string): AwsError =>
  new AwsError("grants-left", message, { hint: leftWords(subject, grants) });

const leftWords = (subject: PolicySubject, grants: readonly Grant[]): string => {
  const commands = grants.map(({ id }) => revokeCommand(id, subject));
  const look = commandOn(typedOf(subject), "show", "--grants");
  return ["what is left to revoke:", ...commands, `look: ${look}`].join("\n");
};

/** The policy says already what it should: the question is about the grants alone. */
const ask = async (
  context: Context,
  { label, facts }: PolicySubject,
  grants: readonly Grant[],
  { yes }: Answers,
): Promise<void> => {
  const { terminal, prompter } = context.outside;
  if (!context.global.json || terminal.interactive)
    terminal.note(`${grantSentences(grants, facts, noteColumns(context.outside))}\n`);
  if (yes) return;
  const choices = [
    { key: "no", label: "No, leave them" },
    { key: "yes", label: "Yes, revoke" },
  ] as const;
  const question = `Revoke ${grantCount(grants.length)} on ${escapeLine(label)}?`;
  const answer = await (await prompter()).choose(question, choices, "no").catch((error: unknown) => {
    throw error instanceof Interrupted || error instanceof SteppedBack
      ? new CancelledError("cancelled", untouched)
      : error;
  });
  if (answer === "no") throw new CancelledError("cancelled", untouched);
};

const untouched = "the policy needed no change, and no grant was revoked";
