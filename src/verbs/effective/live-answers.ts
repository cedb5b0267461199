import type { AccountAnswer, AccountReading, NotRead } from "../../account-data-port.ts";
import type { Aws } from "../../outside.ts";
import type { WorldFile } from "../../world/read-world.ts";
import type { World } from "../../world/types.ts";
import type { Context } from "../../cli/app.ts";
import { deadlineIn } from "../../cli/deadline.ts";
import { openAws } from "../../cli/open-aws.ts";

/** What is to be asked of AWS now. */
export interface LiveQuestion {
  /** Profiles of further accounts. */
  readonly accountProfile: readonly string[];
  /** Owner of the key. */
  readonly account: string | undefined;
  /** What files told: accounts and organizations in there are not asked for again. */
  readonly told: World;
  /** The patience is for all of it, not for each page. */
  readonly inAll?: boolean;
}

/** Milliseconds for the organization, and from one page of an account's IAM to the next. */
const patience = 10_000;

/**
 * IAM of each account whose credentials there are, and the organization over them, in the shape of files. What could not be
 * read is among them, with the reason. Throws AwsError where a profile gives no credentials.
 */
export const liveAnswers = async (
  context: Context,
  { accountProfile, account, told, inAll = false }: LiveQuestion,
): Promise<readonly WorldFile[]> => {
  const sources = await sourcesOf(context, accountProfile);
  const line = progressLine(context);
  try {
    const asked = sources.filter((source) => !told.directories.has(source.account));
    const owners = [...sources.map((source) => source.account), ...(account === undefined ? [] : [account])];
    const [directories, organization] = await Promise.all([
      readAccounts(asked, line, { patience, inAll }),
      isToldAll(told, owners) ? [] : readOrganization(sources, owners, { patience }),
    ]);
    const readings = [...directories, ...organization];
    const notRead = [...readings.flatMap((one) => one.notRead), ...withoutCredentials(owners, sources, told)];
    return [...readings.flatMap(({ answer }) => answer ?? []), ...notReadFile(notRead)];
  } finally {
    line.end();
  }
};

/** What could not be read, as `kmspol collect` keeps it too. */
export const notReadFile = (notRead: readonly NotRead[]): readonly AccountAnswer[] => {
  if (notRead.length === 0) return [];
  const NotRead = notRead.map(({ what, because }) => ({ What: what, Because: because }));
  return [{ name: "what could not be read", value: { NotRead }, at: "" }];
};

/** One set of credentials, and the account they are of. */
export interface AccountSource {
  readonly account: string;
  readonly aws: Aws;
}

/** The credentials of the command line and of each profile; of two for the same account the first counts. */
export const sourcesOf = async (
  context: Context,
  profiles: readonly string[],
): Promise<readonly AccountSource[]> => {
  const opened = [openAws(context), ...profiles.map((profile) => openProfile(context, profile))];
  const sources = await Promise.all(
    opened.map(async (opening) => {
      const aws = await opening;
      return { aws, account: (await aws.identity.caller()).account };
    }),
  );
  return [...new Map([...sources].reverse().map((source) => [source.account, source])).values()].reverse();
};

/** AWS with another profile than that of the command line. */
export const openProfile = (context: Context, profile: string): Promise<Aws> => {
  const { region, endpointUrl, debug } = context.global;
  return context.outside.aws({ profile, region, endpointUrl, debug: debug ?? false });
};

/** How long is waited, in milliseconds; without it as long as every request of its own may take. */
interface Patience {
  readonly patience?: number | undefined;
  /** It does not begin anew with each page. */
  readonly inAll?: boolean;
}

/** IAM of each account, side by side: they are throttled apart. */
export const readAccounts = (
  sources: readonly AccountSource[],
  line: ProgressLine,
  waits: Patience,
): Promise<readonly (AccountReading & { readonly account: string })[]> =>
  Promise.all(
    sources.map(async (source) => ({
      account: source.account,
      ...(await readIam(source, line, waits)),
    })),
  );

const readIam = async (
  { aws, account }: AccountSource,
  line: ProgressLine,
  waits: Patience,
): Promise<AccountReading> => {
  const deadline = deadlineIn(waits.patience);
  line.say(`asking IAM of ${account}`);
  const onPage = (principals: number) => {
    if (waits.inAll !== true) deadline.renew();
    line.say(`asking IAM of ${account}: ${principals} users and roles so far`);
  };
  try {
    return await (await aws.accounts()).iam({ signal: deadline.signal, onPage });
  } finally {
    deadline.end();
  }
};

/** The organization, told by the first who may read it; else what members may know of it. */
export const readOrganization = async (
  sources: readonly AccountSource[],
  accounts: readonly string[],
  { patience: waits, everything = false }: Patience & { readonly everything?: boolean },
): Promise<readonly AccountReading[]> => {
  const deadline = deadlineIn(waits);
  const readings: AccountReading[] = [];
  try {
    for (const { aws } of sources) {
      const reading = await (
        await aws.accounts()
      ).organization(accounts, {
        signal: deadline.signal,
        everything,
      });
      if (isWhole(reading)) return [reading];
      readings.push(reading);
    }
  } finally {
    deadline.end();
  }
  const [first] = readings.flatMap(({ notRead }) => notRead);
  return readings.map(({ answer }, at) => ({ answer, notRead: at === 0 && first ? [first] : [] }));
};

const isWhole = ({ answer, notRead }: AccountReading): boolean => {
  const told = answer?.value as { readonly Organization?: object | null } | undefined;
  return notRead.length === 0 && told?.Organization !== null;
};

const isToldAll = ({ organizations }: World, accounts: readonly string[]): boolean =>
  accounts.every((account) =>
    organizations.some(
      ({ management, levelsOf }) => management === account || levelsOf(account) !== undefined,
    ),
  );

/** An account that only other credentials could ask is named: its principals stay behind "where IAM allows it". */
const withoutCredentials = (
  owners: readonly string[],
  sources: readonly AccountSource[],
  { directories }: World,
): readonly NotRead[] =>
  [...new Set(owners)]
    .filter((owner) => !directories.has(owner) && !sources.some(({ account }) => account === owner))
    .map((owner) => ({ what: `IAM of ${owner}`, because: "no --account-profile of that account was given" }));

export interface ProgressLine {
  say(words: string): void;
  end(): void;
}

/** One line on standard error that is drawn over; nothing where that is no terminal. */
export const progressLine = ({ outside: { terminal } }: Context): ProgressLine => {
  let said = "";
  let end: (() => void) | undefined;
  return {
    say: (words) => {
      said = words;
      end ??= terminal.waits?.(() => said);
    },
    end: () => {
      end?.();
      end = undefined;
    },
  };
};
