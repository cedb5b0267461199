import type { NotRead, World } from "./types.ts";

/** What an answer with IAM data rests on (the contract's `lookedAt`). */
export interface LookedAt {
  readonly directories: readonly {
    readonly account: string;
    /** ISO 8601; empty where the source does not tell. */
    readonly at: string;
    readonly roles: number;
    readonly users: number;
  }[];
  readonly scp: "known" | "not-known" | "none";
  readonly rcp: "known" | "not-known" | "none";
  readonly grants: boolean;
}

/** Of the callers of which accounts it is told whether their service control policies were looked at. */
export interface Callers {
  readonly accounts: readonly string[];
  /** Accounts of which the answer tells as well, by the key policy. */
  readonly others?: readonly string[];
}

/**
 * What was looked at for a key of `owner`, and what was not, in words; `given` are the policies of the call itself, `callers` those of
 * whom the answer is, if they are not just the people of the IAM data.
 */
export const lookedAt = (
  world: World,
  owner: string | undefined,
  given: { readonly session?: unknown; readonly endpoint?: unknown } = {},
  callers?: Callers,
): { readonly lookedAt: LookedAt; readonly notLookedAt: readonly string[] } => {
  const directories = [...world.directories.values()].map(({ account, at = "", principals }) => {
    const kinds = [...principals.values()].map(({ kind }) => kind);
    const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
    return { account, at, roles: count("role"), users: count("user") };
  });
  const { accounts, others = [] } = callers ?? { accounts: [...world.directories.keys()] };
  const bindsNobody = callers !== undefined && accounts.length === 0;
  const looked: LookedAt = {
    directories,
    // Services have no account, and no such policy binds them.
    scp: bindsNobody ? "none" : joined(accounts.map((account) => ceiling(world, account, "scp"))),
    rcp: ceiling(world, owner, "rcp"),
    grants: world.grants !== undefined,
  };
  const unread = (world.notRead ?? []).filter(isMissing(world));
  return {
    lookedAt: looked,
    notLookedAt: [
      ...directories.flatMap(leftOut),
      ...missing(looked, unread, given),
      ...(looked.scp === "not-known" ? [] : unplaced(world, others)),
      ...unread.flatMap(withReason),
    ],
  };
};

/**
 * The roles of an account whose data lists none. Every account has some, which AWS makes for itself, and `--filter` leaves out what it is
 * not told (IAM API Reference, GetAccountAuthorizationDetails). Users may be none for certain: their number is told and no more.
 */
const leftOut = ({ account, roles }: LookedAt["directories"][number]): readonly string[] =>
  roles === 0 ? [`roles of ${account} (its data lists none, as where it was asked for with --filter)`] : [];

/**
 * Of whom an answer tells whose lines are of these accounts: the people of the IAM data, or else those over whom the organization's
 * policies are known; the other accounts stand beside them.
 */
export const callersTold = (world: World, accountsOfLines: Iterable<string>): Callers => {
  const told = [...new Set(accountsOfLines)];
  const known = told.filter((account) => ceiling(world, account, "scp") !== "not-known");
  const people = [...world.directories.keys()];
  const accounts = people.length > 0 ? people : known.length > 0 ? known : told;
  return { accounts, others: told.filter((account) => !accounts.includes(account)) };
};

const unplaced = (world: World, accounts: readonly string[]): readonly string[] => {
  const unknown = accounts.filter((account) => ceiling(world, account, "scp") === "not-known").sort();
  if (unknown.length === 0) return [];
  const [first = "", second = "", ...more] = unknown;
  const named = more.length === 0 ? [first, second].filter((one) => one !== "").join(" and ") : "";
  return [`service control policies of ${named || `${unknown.length} other accounts`}`];
};

type Ceiling = LookedAt["scp"];

const ceiling = ({ organizations }: World, account: string | undefined, of: "scp" | "rcp"): Ceiling => {
  const organization = organizations.find(
    ({ management, levelsOf }) => account !== undefined && (management === account || levelsOf(account)),
  );
  if (!organization || account === undefined) return "not-known";
  if (organization.management === account || !organization.enabled[of]) return "none";
  const levels = organization.levelsOf(account);
  return levels === undefined || "unknown" in levels ? "not-known" : "known";
};

const joined = (all: readonly Ceiling[]): Ceiling => {
  if (all.length === 0 || all.includes("not-known")) return "not-known";
  return all.includes("known") ? "known" : "none";
};

/** What a source calls the policies that only the organization can tell. */
export const organizationPolicies = "the policies of the organization";

// An account whose data is at hand all the same, from an older file, was looked at.
const isMissing =
  ({ directories }: World) =>
  ({ what }: NotRead): boolean =>
    ![...directories.keys()].some((account) => what === `IAM of ${account}`);

const withReason = ({ what, because }: NotRead): readonly string[] =>
  what === organizationPolicies ? [] : [`${what} (${because})`];

const missing = (
  { scp, rcp, grants }: LookedAt,
  unread: readonly NotRead[],
  { session, endpoint }: { readonly session?: unknown; readonly endpoint?: unknown },
): readonly string[] => [
  ...ceilingsMissing(
    scp === "not-known",
    rcp === "not-known",
    unread.find(({ what }) => what === organizationPolicies),
  ),
  ...(grants ? [] : ["grants"]),
  ...(session === undefined ? ["session policies"] : []),
  ...(endpoint === undefined ? ["VPC endpoint policies"] : []),
];

/** What one answer rests on, in the contract's fields. */
export type Looked = ReturnType<typeof lookedAt>;

/** What an answer about several keys rests on: known is what is known for each of them. */
export const lookedAtTogether = (all: readonly Looked[]): Looked => {
  const parts = all.map((one) => one.lookedAt);
  const [scp, rcp] = [joined(parts.map((part) => part.scp)), joined(parts.map((part) => part.rcp))];
  const grants = parts.every((part) => part.grants);
  const directories = new Map(
    parts.flatMap((part) => part.directories.map((directory) => [directory.account, directory] as const)),
  );
  return {
    lookedAt: { directories: [...directories.values()], scp, rcp, grants },
    notLookedAt: [...new Set(all.flatMap(({ notLookedAt }) => notLookedAt))],
  };
};

const ceilingsMissing = (scp: boolean, rcp: boolean, unread: NotRead | undefined): readonly string[] => {
  const because = unread ? ` (${unread.because})` : "";
  if (unread && scp && rcp) return [`service and resource control policies${because}`];
  return [
    ...(scp ? [`service control policies${because}`] : []),
    ...(rcp ? [`resource control policies${because}`] : []),
  ];
};
