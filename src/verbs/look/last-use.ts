import type { KeyStore } from "../../ports.ts";
import type { ListedKey } from "../../render/key-columns.ts";
import type { LastUse } from "../../render/last-use.ts";
import type { Context } from "../../cli/app.ts";
import { useOf } from "./use-of.ts";
import { createProgress } from "../../output/progress.ts";

const day = 24 * 60 * 60 * 1000;

/**
 * The same keys with what KMS tells of their last use. KMS takes few such questions a second: how long it takes is said before.
 * Where it does not tell, the reason is kept: that is never taken for a key that is not used.
 */
export const withLastUse = async (
  context: Context,
  store: KeyStore,
  listed: readonly ListedKey[],
): Promise<readonly ListedKey[]> => {
  const seconds = Math.ceil(listed.length * 0.22);
  if (seconds > 2)
    context.outside.terminal.note(
      `kmspol: asking for the last use of ${listed.length} keys takes about ${seconds} s: KMS takes 5 such questions a second\n`,
    );
  const progress = createProgress(
    context,
    (count) => `[${count}/${listed.length}] asking when each key was last used`,
  );
  const asked: ListedKey[] = [];
  try {
    for (const key of listed) {
      asked.push({ ...key, use: await useOf(store, key.summary.arn) });
      progress.step();
    }
  } finally {
    progress.end();
  }
  return asked;
};

/** What the last use of keys says about the days before `now`. */
export interface Unused {
  readonly unused: readonly ListedKey[];
  /** One sentence each: of which keys it is not known, and why; times that cannot be right. */
  readonly notes: readonly string[];
}

/**
 * The keys that were not used in the last `days`. A key that is younger was not unused so long; where KMS has not told the last
 * use, or tracks it for a shorter time than that, it is not known, and told.
 */
export const unusedFor = (listed: readonly ListedKey[], days: number, now: Date): Unused => {
  const from = now.getTime() - days * day;
  const standing = listed.map((key) => ({ key, stands: standingOf(key, from) }));
  const of = (wanted: Standing) => standing.filter(({ stands }) => stands === wanted).map(({ key }) => key);
  const ahead = listed.filter(({ use }) => isAhead(use, now));
  return {
    unused: of("unused"),
    notes: [
      ...told(of("not-told"), "KMS did not tell the last use"),
      ...told(of("tracked-shorter"), `KMS has tracked the use for less than ${days} days, and saw none`),
      ...(ahead.length === 0
        ? []
        : [`${names(ahead)}: used later than this machine's clock says it is: one of the clocks is off`]),
    ],
  };
};

type Standing = "used" | "unused" | "young" | "not-told" | "tracked-shorter";

const standingOf = ({ use, described }: ListedKey, from: number): Standing => {
  if (!use || "notKnown" in use) return "not-told";
  if (use.at !== undefined) return time(use.at) < from ? "unused" : "used";
  if (use.trackedSince === undefined) return "not-told";
  if (time(use.trackedSince) <= from) return "unused";
  const { created } = described ?? {};
  return created !== undefined && time(created) > from ? "young" : "tracked-shorter";
};

const time = (moment: string): number => new Date(moment).getTime();

/** Some minutes are nothing: clocks differ. */
const isAhead = (use: LastUse | undefined, now: Date): boolean =>
  use !== undefined && "at" in use && time(use.at ?? "") > now.getTime() + 5 * 60 * 1000;

const told = (keys: readonly ListedKey[], because: string): readonly string[] =>
  keys.length === 0
    ? []
    : [
        `${names(keys)}: whether ${keys.length === 1 ? "it is" : "they are"} unused so long is not known: ${because}${reasonOf(keys)}`,
      ];

const names = (keys: readonly ListedKey[]): string =>
  keys.map(({ summary: { aliases, id } }) => aliases[0] ?? id).join(", ");

/** The first reason stands for all: it is nearly always the same permission. */
const reasonOf = (keys: readonly ListedKey[]): string => {
  const [reason] = keys.flatMap(({ use }) => (use && "notKnown" in use ? [use.notKnown] : []));
  return reason === undefined ? "" : ` (${reason})`;
};
