import { AwsError, exitCodes, KmspolError, UsageError } from "../../errors.ts";
import { noteColumns } from "../../cli/widths.ts";
import { wrapLines } from "../../render/columns.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { CanOptions } from "./can-options.ts";
import { durationWords } from "../../cli/duration.ts";
import { asksIam, type IamDataOptions, withProfiles } from "../effective/iam-data-options.ts";
import { type Answer, type Said, viewOf } from "../../output/answer.ts";
import { runCan } from "./run-can.ts";
import { shareAws } from "../../cli/share-aws.ts";
import { parseTarget } from "../../target/target-operand.ts";

/** Of several replicas of KMS one may show a policy which the next does not have yet: one yes is not believed. */
const believedAfter = 2;

/** Pauses between two askings, in milliseconds; the last one stays. */
const pauses = [1000, 1000, 2000, 3000, 5000];

/** One answer of `can`. `notYet`: why there is none. */
interface Asked extends Answer {
  readonly notYet?: KmspolError;
}

/** Asks until the principal may do this. Exit 0 once it may, 1 where it may not by the end of the time. */
export const runWait = async (
  context: Context,
  [operand, principal, action]: readonly [string, string, string],
  { timeout, ...options }: WaitOptions,
): Promise<Answer> => {
  requireKey(operand);
  const shared: Context = { ...context, outside: shareAws(context.outside) };
  const ask = () => answerOf(() => runCan(shared, [operand, principal, action], options));
  const { clock } = context.outside;
  const ends = clock.now().getTime() + timeout;
  const stopped = context.outside.onStop?.(() => "\nkmspol: stopped waiting: not seen to be allowed yet\n");
  let yes = 0;
  for (let turn = 0; ; turn += 1) {
    const answer = await ask();
    if (answer.notYet && turn === 0 && !mayComeYet(answer.notYet)) throw answer.notYet;
    yes = answer.exit === exitCodes.done && !answer.notYet ? yes + 1 : 0;
    const left = ends - clock.now().getTime();
    if (yes >= believedAfter || left <= 0) {
      stopped?.();
      return ended(answer, { yes: yes > 0, quiet: options.quiet ?? false, timeout });
    }
    if (turn === 0 && yes === 0) sayWaiting(context, timeout, answer, options);
    const pause = yes > 0 ? 1000 : (pauses[Math.min(turn, pauses.length - 1)] ?? 0);
    await clock.sleep(Math.min(pause, Math.max(left, 0)));
  }
};

const requireKey = (operand: string): void => {
  const target = parseTarget(operand);
  if (target.kind === "key" && !target.change) return;
  throw new UsageError("needs-a-key", `"${operand}" does not change by waiting`, {
    hint: "wait asks AWS again and again: name a key; for a file use kmspol can",
  });
};

const answerOf = async (run: () => Promise<Answer>): Promise<Asked> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    if (!(error instanceof AwsError) && !mayComeYet(error)) throw error;
    return { exit: error.exit, notYet: error };
  }
};

/** A role that was just made is there for one reader of IAM and not yet for another. */
const mayComeYet = (error: KmspolError): boolean => error.code === "unknown-principal";

const sayWaiting = (
  { outside, global }: Context,
  timeout: number,
  { notYet }: Asked,
  options: CanOptions,
): void => {
  if (global.json || options.quiet) return;
  const why = notYet ? ` (${escapeLine(notYet.message)})` : "";
  const words = `not yet${why}; asking again for up to ${durationWords(timeout)}\n`;
  const told = asksMore(options) ? words : words + keyPolicyAlone;
  outside.terminal.note(wrapLines(told, noteColumns(outside)));
};

/** What IAM alone gives is never seen in the key policy, however long is waited. */
const keyPolicyAlone =
  "hint: the key policy alone is asked; --iam asks IAM as well, --account-profile that of another account\n";

const asksMore = (options: CanOptions): boolean => asksIam(withProfiles(options)) || options.live === true;

const ended = (
  { notYet, ...answer }: Asked,
  { yes, quiet, timeout }: { readonly yes: boolean; readonly quiet: boolean; readonly timeout: number },
): Answer => {
  if (notYet) throw notYet;
  const exit = yes ? exitCodes.done : exitCodes.no;
  if (quiet) return { exit };
  const late: Said = { to: "error", text: `not allowed after ${durationWords(timeout)}\n` };
  const view = async () => [...(await viewOf(answer)), ...(answer.exit === exitCodes.done ? [] : [late])];
  return { ...answer, exit, view };
};
/** The flags of `kmspol wait`. */
export interface WaitOptions extends IamDataOptions, Pick<CanOptions, "context" | "live" | "quiet"> {
  /** Milliseconds. */
  readonly timeout: number;
}
