import type { Dimension } from "../boxes/dimension.ts";
import type { Condition } from "../../types.ts";

/** A set of cells that one condition describes. */
interface Literal {
  readonly cells: bigint;
  readonly condition: Condition;
}

/** Conditions on one key, all of which must hold. */
export type Conjunction = readonly Condition[];

/**
 * Says which cells of a dimension are meant, in the conditions that the policies themselves use: one or more conjunctions, any of
 * which may hold. All cells need no condition: `[[]]`.
 */
export const describeCells = (dimension: Dimension, cells: bigint): readonly Conjunction[] => {
  if (cells === dimension.full) return [[]];
  const literals = literalsOf(dimension);
  const one = literals.find((literal) => literal.cells === cells);
  if (one) return [[one.condition]];
  return pairFor(literals, cells) ?? cover(dimension, literals, cells);
};

const literalsOf = ({ tests, truth, full, absent, key, opaque }: Dimension): readonly Literal[] => {
  const positive = tests.map((test) => ({ cells: truth.get(test.id) ?? 0n, condition: test.condition }));
  const negative = positive.map(({ cells, condition }) => ({
    cells: full & ~cells,
    condition: negated(condition),
  }));
  const name = tests[0]?.condition.key ?? key;
  const presence =
    absent === 0n || opaque
      ? []
      : [
          { cells: full & ~absent, condition: { key: name, test: "Null", values: ["false"] } },
          { cells: absent, condition: { key: name, test: "Null", values: ["true"] } },
        ];
  const plain = [...positive, ...negative].sort(
    (left, right) => effort(left.condition) - effort(right.condition),
  );
  return [...plain, ...presence];
};

const effort = ({ test, not }: Condition): number => (not === true ? 2 : 0) + (/not/i.test(test) ? 1 : 0);

// The opposite of a plain negated operator is its positive form: absence is then told apart in the same way.
const opposites = /^(String|Arn|Numeric|Date)Not(Equals|EqualsIgnoreCase|Like)(IfExists)?$/i;

/** The condition that holds exactly where the given one does not. */
export const negated = (condition: Condition): Condition => {
  const [, kind, comparison] = opposites.exec(condition.test) ?? [];
  if (kind !== undefined && comparison !== undefined) return { ...condition, test: kind + comparison };
  if (/^NotIpAddress(IfExists)?$/i.test(condition.test)) return { ...condition, test: "IpAddress" };
  if (condition.test.toLowerCase() !== "null") return { ...condition, not: true };
  return { ...condition, values: [condition.values[0]?.toLowerCase() === "true" ? "false" : "true"] };
};

const pairFor = (literals: readonly Literal[], cells: bigint): readonly Conjunction[] | undefined => {
  const wider = literals.filter((literal) => (cells & ~literal.cells) === 0n);
  const narrower = literals.filter((literal) => (literal.cells & ~cells) === 0n && literal.cells !== 0n);
  for (const first of wider)
    for (const second of wider)
      if ((first.cells & second.cells) === cells) return [[first.condition, second.condition]];
  for (const first of narrower)
    for (const second of narrower)
      if ((first.cells | second.cells) === cells) return [[first.condition], [second.condition]];
  return undefined;
};

// Each cell can be told by all that holds in it; what is not needed to stay inside is left out, the clumsiest first.
const cover = (
  { cells: all }: Dimension,
  literals: readonly Literal[],
  cells: bigint,
): readonly Conjunction[] => {
  const found: { cells: bigint; parts: readonly Literal[] }[] = [];
  for (let index = 0, left = cells; index < all.length; index += 1) {
    const cell = 1n << BigInt(index);
    if ((left & cell) === 0n) continue;
    const parts = fewest(
      literals.filter((literal) => (literal.cells & cell) !== 0n),
      cells,
    );
    const covered = together(parts);
    found.push({ cells: covered, parts });
    left &= ~covered;
  }
  const needed = found.filter(
    ({ cells: own }, index) =>
      (own & ~found.reduce((others, other, at) => (at === index ? others : others | other.cells), 0n)) !== 0n,
  );
  return (unionOf(needed) === cells ? needed : found).map(({ parts }) =>
    parts.map(({ condition }) => condition),
  );
};

const unionOf = (found: readonly { readonly cells: bigint }[]): bigint =>
  found.reduce((all, { cells }) => all | cells, 0n);

const together = (parts: readonly Literal[]): bigint =>
  parts.reduce((common, { cells }) => common & cells, -1n);

const fewest = (parts: readonly Literal[], within: bigint): readonly Literal[] => {
  const kept = [...parts];
  for (let index = kept.length - 1; index >= 0; index -= 1) {
    const [dropped] = kept.splice(index, 1);
    if (dropped && (kept.length === 0 || (together(kept) & ~within) !== 0n)) kept.splice(index, 0, dropped);
  }
  return kept;
};
