import { UsageError } from "../errors.ts";
import type { DescribedKey, KeyStore, KeySummary, KeyTarget } from "../ports.ts";
import type { Context } from "../cli/app.ts";
import { describeKeys } from "./describe-keys.ts";
import { createProgress } from "../output/progress.ts";

/** The flags that choose keys. */
export interface KeyChoice {
  readonly alias?: readonly string[];
  readonly tag?: readonly string[];
  readonly allManagers?: boolean;
}

export interface KeyFilter {
  readonly aliases: readonly RegExp[];
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly allManagers: boolean;
}

/** Reads the flags. Throws UsageError (`bad-tag`). */
export const keyFilter = ({ alias = [], tag = [], allManagers = false }: KeyChoice): KeyFilter => ({
  aliases: alias.map(globPattern),
  tags: tag.map((pair) => {
    const equals = pair.indexOf("=");
    if (equals > 0) return [pair.slice(0, equals), pair.slice(equals + 1)];
    throw new UsageError("bad-tag", `"${pair}" is no KEY=VALUE`, { hint: "write it like --tag env=prod" });
  }),
  allManagers,
});

/** A glob over alias names, which may be given with or without `alias/`. */
const globPattern = (glob: string): RegExp => {
  const literal = glob.replace(/^alias\//, "").replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^alias/${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`);
};

/** The keys that the filter lets through, by alias, with all that KMS told of each; `hidden` may not be described. */
export const selectDescribed = async (
  context: Context,
  store: KeyStore,
  filter: KeyFilter,
): Promise<{ readonly keys: readonly DescribedKey[]; readonly hidden: readonly KeySummary[] }> => {
  const progress = createProgress(context, (count) => (count === 0 ? "reading keys" : `${count} keys`));
  const keys: DescribedKey[] = [];
  const hidden: KeySummary[] = [];
  try {
    await describeKeys(store, {
      wants: (summary) => aliasPasses(summary, filter),
      visit: async (summary, key) => {
        if (!key) hidden.push(summary);
        else if (await passes(store, key, filter)) keys.push(key);
        progress.step();
      },
    });
  } finally {
    progress.end();
  }
  return { keys: keys.sort((a, b) => byAlias(a.target, b.target)), hidden };
};

const aliasPasses = ({ aliases }: KeySummary, filter: KeyFilter): boolean =>
  filter.aliases.length === 0 ||
  aliases.some((alias) => filter.aliases.some((pattern) => pattern.test(alias)));

const passes = async (store: KeyStore, { target }: DescribedKey, filter: KeyFilter): Promise<boolean> => {
  if (target.manager === "AWS" && !filter.allManagers) return false;
  if (filter.tags.length === 0) return true;
  const tags = await store.tags(target.arn);
  return filter.tags.every(([key, value]) => tags.get(key) === value);
};

const byAlias = (a: KeyTarget, b: KeyTarget): number => (sortName(a) < sortName(b) ? -1 : 1);

/** Keys without an alias come last. */
const sortName = ({ aliases, id }: KeyTarget): string => (aliases[0] === undefined ? `~${id}` : aliases[0]);
