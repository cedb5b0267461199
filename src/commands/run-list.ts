import PQueue from "p-queue";
import { AwsError, exitCodes, UsageError, type ExitCode } from "../errors.ts";
import type { DescribedKey, KeyStore, KeySummary, KeyTarget } from "../ports.ts";
import { renderKeys } from "../render/keys.ts";
import type { Context } from "./app.ts";
import type { ListOptions } from "./list.ts";
import { openAws } from "./open-aws.ts";
import { printJson, printText } from "./print.ts";
import { createProgress } from "./progress.ts";

/** Requests under way at once: far below the KMS quota of 500 to 2,000 DescribeKey a second. */
const together = 16;

/** Lists the keys that the filters let through, by alias; keys that may not be described are counted in a note. */
export const runList = async (context: Context, options: ListOptions): Promise<ExitCode> => {
  const filter = keyFilter(options);
  const { keys } = await openAws(context);
  const found = await collectKeys(context, keys, filter);
  const targets = found.keys.sort(byAlias);
  if (context.global.json) printJson(context, { keys: targets });
  else printText(context, renderKeys(targets, context.style));
  if (found.hidden > 0)
    context.outside.terminal.note(`kmspol: ${found.hidden} keys left out: no permission to describe them\n`);
  return exitCodes.done;
};

interface KeyFilter {
  readonly aliases: readonly RegExp[];
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly allManagers: boolean;
}

const keyFilter = ({ alias = [], tag = [], allManagers = false }: ListOptions): KeyFilter => ({
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

const collectKeys = async (
  context: Context,
  store: KeyStore,
  filter: KeyFilter,
): Promise<{ keys: KeyTarget[]; hidden: number }> => {
  const queue = new PQueue({ concurrency: together });
  const progress = createProgress(context, "keys");
  const found: KeyTarget[] = [];
  let hidden = 0;
  const visit = async (summary: KeySummary) => {
    const key = await describeVisible(store, summary);
    if (!key) hidden += 1;
    else if (await passes(store, key, filter)) found.push({ ...key.target, aliases: summary.aliases });
    progress.step();
  };
  const failures: unknown[] = [];
  for await (const summary of store.list()) {
    if (!aliasPasses(summary, filter)) continue;
    void queue.add(() => visit(summary)).catch((error: unknown) => failures.push(error));
    await queue.onSizeLessThan(together);
    if (failures.length > 0) break;
  }
  await queue.onIdle();
  progress.end();
  if (failures.length > 0) throw failures[0];
  return { keys: found, hidden };
};

/** The key, or undefined where its policy does not let us look at it. */
const describeVisible = async (store: KeyStore, { arn }: KeySummary): Promise<DescribedKey | undefined> => {
  try {
    return await store.describe(arn, { aliases: false });
  } catch (error) {
    if (error instanceof AwsError && error.code === "access-denied") return undefined;
    throw error;
  }
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
