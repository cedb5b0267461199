import { AwsError, UsageError } from "../../errors.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { DescribedKey, KeyStore, KeyTarget } from "../../ports.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { EachFlags } from "./each-flags.ts";
import { keyFilter, selectDescribed } from "../../target/select-keys.ts";
import { isInShard } from "../shard.ts";
import { valuesOf } from "./line.ts";
import type { Each } from "./each-run.ts";

/** Where keys are looked for: one profile and one Region. */
export interface Place {
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

/** The keys that the flags choose, each with its line. Throws UsageError where nothing chooses, and AwsError. */
export const chooseKeys = async (each: Each, line: readonly string[]): Promise<readonly BulkKey[]> => {
  const { flags, context } = each;
  const wanted = operandsFrom(flags);
  const names = wanted === undefined ? undefined : await namesIn(each, wanted, line);
  const keys: BulkKey[] = [];
  for (const place of placesOf(context.args)) {
    const here = flagsOf(place, context.global.endpointUrl);
    const found = names ? await namedIn(each, place, names) : await listed(each, place);
    keys.push(...found.map(({ name, ...key }) => ({ ...key, flags: here, line: withTarget(line, name) })));
  }
  return unique(keys);
};

/** Throws UsageError where no flag says which keys, or two of them contradict each other. */
export const requireChoice = (flags: EachFlags): void => void operandsFrom(flags);

const operandsFrom = ({ all, alias, tag, keysFrom, unusedFor }: EachFlags): string | undefined => {
  const chosen = all === true || alias !== undefined || tag !== undefined || unusedFor !== undefined;
  if (chosen && keysFrom !== undefined) {
    throw new UsageError(
      "conflicting-flags",
      "--keys-from names the keys, so --all, --alias, --tag and --unused-for choose none",
    );
  }
  if (chosen || keysFrom !== undefined) return keysFrom;
  throw new UsageError("missing-operand", "nothing says which keys", {
    hint: "give --all, --alias GLOB, --tag KEY=VALUE or --keys-from FILE",
  });
};

const namesIn = ({ context }: Each, file: string, line: readonly string[]): Promise<readonly string[]> => {
  if (file === "-" && line.includes("-")) {
    throw new UsageError("bad-target", "standard input can only be read once");
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

/** Every pair of a profile and a Region that the command line names; a flag that is not there leaves it to the configuration. */
export const placesOf = (args: readonly string[]): readonly Place[] => {
  const several = (flag: string): readonly (string | undefined)[] => {
    const values = [...new Set(valuesOf(args, flag))];
    return values.length === 0 ? [undefined] : values;
  };
  return several("--profile").flatMap((profile) =>
    several("--region").map((region) => ({ profile, region })),
  );
};

const flagsOf = ({ profile, region }: Place, endpointUrl: string | undefined): readonly string[] =>
  Object.entries({ "--profile": profile, "--region": region, "--endpoint-url": endpointUrl }).flatMap(
    ([flag, value]) => (value === undefined ? [] : [flag, value]),
  );

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
  const { endpointUrl, debug = false } = context.global;
  const { keys } = await outside.aws({ ...place, endpointUrl, debug });
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

const listed = async (each: Each, { profile, region }: Place): Promise<readonly FoundKey[]> => {
  const { context, flags } = each;
  const { endpointUrl, debug = false } = context.global;
  const { keys } = await each.outside.aws({ profile, region, endpointUrl, debug });
  const found = await selectDescribed(context, keys, keyFilter(flags));
  if (found.hidden.length > 0) {
    const where = [profile, region].filter(Boolean).join(", ");
    throw new AwsError(
      "access-denied",
      `${found.hidden.length} keys${where === "" ? "" : ` (${where})`} may not be described, so whether they are meant is not known`,
      { hint: "ask for kms:DescribeKey on them, or name the keys with --keys-from" },
    );
  }
  const here = found.keys.filter(({ target }) => isInShard(flags.shard, target.arn));
  const chosen = flags.unusedFor === undefined ? here : await unusedOf(each, keys, here, flags.unusedFor);
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
