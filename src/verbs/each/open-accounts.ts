import PQueue from "p-queue";
import { AwsError, exitCodes, type ExitCode, RefusedError } from "../../errors.ts";
import type { Outside } from "../../outside.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context, GlobalOptions } from "../../cli/app.ts";
import { requireAccount } from "../../cli/open-account.ts";
import { type Failure, failureOf } from "../../cli/report-error.ts";
import { awsFlagsOf, type Place } from "./places.ts";

/** An account whose keys could not be looked for, and why. It stops no other. */
export interface ClosedAccount {
  readonly account: string;
  /** Where only one Region of it is closed. */
  readonly region?: string | undefined;
  readonly error: Failure;
  readonly exit: ExitCode;
}

/** What of an account failed, as it is told for one of many. Anything but AWS, or a refusal, is thrown again. */
export const closedBy = (error: unknown, { role, region }: Place, isWhole = false): ClosedAccount => {
  if (!role || !(error instanceof AwsError || error instanceof RefusedError)) throw error;
  return {
    account: role.account,
    ...(!isWhole && { region }),
    error: failureOf(error),
    exit: error.exit,
  };
};

/**
 * Signs in to each account, several at once, and tells the places of those that let us in from the rest. Throws UsageError, and AwsError
 * where nobody is signed in who could assume a role.
 */
export const openAccounts = async (
  outside: Pick<Outside, "aws">,
  global: GlobalOptions,
  places: readonly Place[],
): Promise<{ readonly places: readonly Place[]; readonly closed: readonly ClosedAccount[] }> => {
  const firsts = places.filter(
    ({ role }, i) => role && places.findIndex((other) => other.role?.account === role.account) === i,
  );
  const [first] = firsts;
  // Without credentials of our own no account is at fault.
  if (first) await (await outside.aws(awsFlagsOf({ ...first, role: undefined }, global))).identity.caller();
  const queue = new PQueue({ concurrency: 8 });
  const tries = firsts.map((place) => () => signIn(outside, global, place));
  const closed = (await queue.addAll(tries)).flatMap((one) => one ?? []);
  const isClosed = new Set(closed.map(({ account }) => account));
  return { places: places.filter(({ role }) => !role || !isClosed.has(role.account)), closed };
};

const signIn = async (
  outside: Pick<Outside, "aws">,
  global: GlobalOptions,
  place: Place,
): Promise<ClosedAccount | undefined> => {
  const { account = "", name = "" } = place.role ?? {};
  try {
    const aws = await outside.aws(awsFlagsOf(place, global));
    await requireAccount(aws, account, `the role ${name} belongs to`, "give the endpoint and the role of");
    return undefined;
  } catch (error) {
    return closedBy(error, place, true);
  }
};

/** `account 444455556666`, with the Region where it is about that alone. */
export const closedLabel = ({ account, region }: ClosedAccount): string =>
  `account ${account}${region === undefined ? "" : `, ${region}`}`;

/** Says which account was left out, why, and what to do. */
export const printClosed = ({ outside, noteStyle }: Context, closed: readonly ClosedAccount[]): void => {
  for (const one of closed) {
    const { message, hint } = one.error;
    outside.terminal.note(
      `${noteStyle.bad("kmspol:")} ${closedLabel(one)} is left out: ${escapeLine(message)}\n` +
        (hint === undefined ? "" : `${noteStyle.strong("hint:")} ${escapeLine(hint)}\n`),
    );
  }
};

/** The highest exit code of the accounts that are left out. */
export const worstClosed = (closed: readonly ClosedAccount[]): ExitCode =>
  closed.reduce<ExitCode>((worst, { exit }) => (exit > worst ? exit : worst), exitCodes.done);
