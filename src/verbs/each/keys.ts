import { AwsError, exitCodes, UsageError } from "../../errors.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { DescribedKey, KeyStore, KeyTarget } from "../../ports.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { EachFlags } from "./each-flags.ts";
import { keyFilter, selectDescribed } from "../../target/select-keys.ts";
import { isInShard } from "../shard.ts";
import type { Each } from "./each-run.ts";
import { type ClosedAccount, closedBy, openAccounts } from "./open-accounts.ts";
import { awsFlagsOf, type Place, placesOf, placeWords } from "./places.ts";

/** The keys of a run, and the accounts that could not be looked at. */
export interface ChosenKeys {
  readonly keys: readonly BulkKey[];
  readonly closed: readonly ClosedAccount[];
}

/** The keys that the flags choose, each with its line. Throws UsageError where nothing chooses, and AwsError. */
export const chooseKeys = async (each: Each, line: readonly string[]): Promise<ChosenKeys> => {
  const { flags, context, outside } = each;
  const file = operandsFrom(flags);
  const all = placesOf(context.args, flags);
  const names = flags.key ?? (file === undefined ? undefined : await namesIn(each, file, line));
  const { places, closed: shut } = await openAccounts(outside, context.global, all);
  const closed: ClosedAccount[] = [...shut, ...notGiven(names ?? [], flags)];
  const keys: BulkKey[] = [];
  for (const place of places) {
    const here = placeWords(place, context.global);
    try {
      const found = names ? await namedIn(each, place, namesAt(place, names)) : await listed(each, place);
      keys.push(...found.map(({ name, ...key }) => ({ ...key, flags: here, line: withTarget(line, name) })));
    } catch (error) {
      closed.push(closedBy(error, place));
    }
  }
  return { keys: unique(keys), closed };
};

const accountOf = (name: string): string | undefined => /^arn:[^:]+:kms:[^:]*:(\d{12}):/.exec(name)?.[1];

/** An ARN is of its own account alone; an alias or a key id is looked for in each. */
export const namesAt = ({ role }: Place, names: readonly string[]): readonly string[] =>
  role === undefined ? names : names.filter((name) => (accountOf(name) ?? role.account) === role.account);

/** The accounts that a file's ARNs name and no --account does: their keys are not reached with other credentials. */
const notGiven = (names: readonly string[], { account: given, key }: EachFlags): readonly ClosedAccount[] => {
  if (given === undefined) return [];
  const others = new Set(names.flatMap((name) => accountOf(name) ?? []));
  return [...others]
    .filter((account) => !given.includes(account))
    .map((account) => ({
      account,
      error: {
        code: "missing-operand",
        message: `${key ? "--key" : "--keys-from"} names keys of it, and no --account does`,
        hint: `give --account ${account}, too`,
      },
      exit: exitCodes.usage,
    }));
};

/** Throws UsageError where no flag says which keys, or two of them contradict each other. */
export const requireChoice = (flags: EachFlags): void => void operandsFrom(flags);

/** The file that names keys. */
const operandsFrom = ({ all, alias, tag, key, keysFrom, unusedFor }: EachFlags): string | undefined => {
  const chosen = all === true || alias !== undefined || tag !== undefined || unusedFor !== undefined;
  if (chosen && keysFrom !== undefined) {
    throw new UsageError(
      "conflicting-flags",
      "--keys-from names the keys, so --all, --alias, --tag and --unused-for choose none",
    );
  }
  if (chosen || key !== undefined || keysFrom !== undefined) return keysFrom;
  throw new UsageError("missing-operand", "nothing says which keys", {
    hint: "give --all, --alias GLOB, --tag KEY=VALUE, --key KEY or --keys-from FILE",
  });
};

const namesIn = ({ context }: Each, file: string, line: readonly string[]): Promise<readonly string[]> => {
  if (file === "-" && line.includes("-")) {
    throw new UsageError("bad-target", "standard input can only be read once", {
      hint: "name the keys in a file",
    });
  }
  return keyNamesIn(context, file);
};

/** The keys that a file (`-`: standard input) names, one a line; an empty line, and one that begins with #, names none. */
export const keyNamesIn = async (context: Context, file: string): Promise<readonly string[]> => {
  const files = await context.outside.files();
  const text = file === "-" ? await files.readStdin() : await files.read(file);
  return text
    .split(/\r\n|\n|\r/)
    .map((one) => one.trim())
    .filter((one) => one !== "" && !one.startsWith("#"));
};

interface FoundKey {
  readonly name: string;
  readonly label: string;
  readonly arn?: string;
}

const byName = (name: string): FoundKey => ({ name, label: name });

/** The names of a file; with a shard those whose keys are of it. A name that leads to no key is in one shard, too, and fails there. */
const namedIn = async (
  { context, outside, flags: { shard } }: Each,
  place: Place,
  names: readonly string[],
): Promise<readonly FoundKey[]> => {
  if (shard === undefined) return names.map(byName);
  const { keys } = await outside.aws(awsFlagsOf(place, context.global));
  const found: FoundKey[] = [];
  for (const name of names) if (isInShard(shard, await arnOrName(keys, name))) found.push(byName(name));
  return found;
};

/** The ARN of the key that a name leads to, or the name where it cannot be looked up: looking at it again tells why. */
const arnOrName = async (store: KeyStore, name: string): Promise<string> => {
  try {
    return (await store.describe(name)).target.arn;
  } catch (error) {
    if (error instanceof AwsError && (error.code === "key-not-found" || error.code === "access-denied"))
      return name;
    throw error;
  }
};

const listed = async (each: Each, place: Place): Promise<readonly FoundKey[]> => {
  const { context, flags } = each;
  const { keys } = await each.outside.aws(awsFlagsOf(place, context.global));
  const found = await selectDescribed(context, keys, keyFilter(flags));
  if (found.hidden.length > 0) {
    const where = [place.profile, place.region].filter(Boolean).join(", ");
    throw new AwsError(
      "access-denied",
      `${found.hidden.length} keys${where === "" ? "" : ` (${where})`} may not be described, so whether they are meant is not known`,
      { hint: "ask for kms:DescribeKey on them, or name the keys with --keys-from" },
    );
  }
  const here = found.keys.filter(({ target }) => isInShard(flags.shard, target.arn));
  const chosen = flags.unusedFor === undefined ? here : await unusedOf(each, keys, here, flags.unusedFor);
  for (const key of chosen) each.listed.set(key.target.arn, key);
  return chosen.map(({ target }) => ({ name: target.arn, label: labelOf(target), arn: target.arn }));
};

/** Those that were not used for so long. Of which that is not known is told: none of them is taken. */
const unusedOf = async (
  { context, outside }: Each,
  store: KeyStore,
  found: readonly DescribedKey[],
  days: number,
): Promise<readonly DescribedKey[]> => {
  const { unusedFor, withLastUse } = await import("../look/last-use.ts");
  const listed = found.map((described) => ({ summary: described.target, described }));
  const { unused, notes } = unusedFor(await withLastUse(context, store, listed), days, outside.clock.now());
  for (const note of notes) outside.terminal.note(`kmspol: ${escapeLine(note)}\n`);
  return unused.flatMap(({ described }) => described ?? []);
};

/** `alias/app in 111122223333, eu-west-1`. */
export const labelOf = ({ arn, aliases, id }: KeyTarget): string => {
  const [, , , region, account] = arn.split(":");
  return `${aliases[0] ?? id} in ${account ?? "?"}, ${region ?? "?"}`;
};

const withTarget = ([verb = "", ...rest]: readonly string[], name: string): readonly string[] => [
  verb,
  name,
  ...rest,
];

/** A key that is chosen twice is done once. */
const unique = (keys: readonly BulkKey[]): readonly BulkKey[] => {
  const seen = new Set<string>();
  return keys.filter(({ arn, flags, line }) => {
    const name = arn ?? [...flags, line[1]].join(" ");
    const isNew = !seen.has(name);
    seen.add(name);
    return isNew;
  });
};
