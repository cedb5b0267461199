import type { JsonValue } from "../../policy/syntax.ts";
import { type Flat, flatten, sidOf } from "./flatten.ts";

/** A statement before and after; one of them is absent where it was added or taken out. */
export interface Pair {
  readonly before?: JsonValue;
  readonly after?: JsonValue;
  /** From 1: its place afterwards, or where it was. */
  readonly number: number;
}

/**
 * Which statement became which: those that say the same first, then those of the same Sid, then those that have most in common. In the
 * order of the text afterwards; what was taken out comes last.
 */
export const pairStatements = (
  before: readonly JsonValue[],
  after: readonly JsonValue[],
): readonly Pair[] => {
  const was = before.map((value, i) => ({ value, number: i + 1, flat: flatten(value), key: keyOf(value) }));
  const left = new Set(was);
  const partner = new Map<number, (typeof was)[number]>();
  const pairBy = (fits: (old: (typeof was)[number], value: JsonValue) => boolean): void =>
    after.forEach((value, i) => {
      const found = partner.has(i) ? undefined : [...left].find((old) => fits(old, value));
      if (!found) return;
      partner.set(i, found);
      left.delete(found);
    });
  pairBy(({ key }, value) => key === keyOf(value));
  pairBy(({ value: old }, value) => sidOf(old) !== undefined && sidOf(old) === sidOf(value));
  pairBy(({ flat }, value) => isAlike(flat, flatten(value)));
  return [
    ...after.map((value, i) => ({ after: value, number: i + 1, ...beforeOf(partner.get(i)?.value) })),
    ...[...left].map(({ value, number }) => ({ before: value, number })),
  ];
};

const beforeOf = (value: JsonValue | undefined) => (value === undefined ? {} : { before: value });

/** KMS shuffles lists: their order does not count. */
const keyOf = (value: JsonValue): string =>
  JSON.stringify([
    sidOf(value),
    [...flatten(value)].map(([path, entries]) => [path, [...entries].sort()]).sort(),
  ]);

/** Most entries of the smaller one are in both; what nearly every statement says is no likeness. */
const isAlike = (a: Flat, b: Flat): boolean => {
  const [one, other] = [entriesOf(a), entriesOf(b)];
  const common = [...one].filter((entry) => other.has(entry)).length;
  return common * 2 > Math.min(one.size, other.size);
};

const entriesOf = (flat: Flat): ReadonlySet<string> =>
  new Set(
    [...flat]
      .filter(([path]) => path !== "Effect" && path !== "Resource")
      .flatMap(([path, entries]) => entries.map((entry) => `${path}\n${entry}`)),
  );
