import { expect, test } from "vitest";
import { type Box, BudgetSpent, intersection, isInside, outside } from "../../src/access/engine/boxes/box.ts";
import { absorbed, common, isCovered, simplified, without } from "../../src/access/engine/boxes/box-set.ts";
import { findPoint } from "../../src/access/engine/boxes/point-search.ts";

// Sets of request contexts are unions of boxes. In a small space each single point can be looked at: whatever is made of two sets has to
// have just the points that it should.

const space: Box = [3n, 7n, 3n];
const enough = () => ({ left: 1_000_000 });

/** A row of numbers that is the same in every run. */
const numbers = (start: number) => {
  let state = start;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
};
const someBox = (next: (below: number) => number): Box => space.map((full) => BigInt(next(Number(full)) + 1));
const someSet = (next: (below: number) => number, most: number): readonly Box[] =>
  Array.from({ length: next(most + 1) }, () => someBox(next));

const points: readonly Box[] = [1n, 2n].flatMap((one) =>
  [1n, 2n, 4n].flatMap((two) => [1n, 2n].map((three) => [one, two, three])),
);
const pointsOf = (boxes: readonly Box[]): readonly string[] =>
  points
    .filter((point) => boxes.some((box) => box.every((cells, at) => (cells & (point[at] ?? 0n)) !== 0n)))
    .map(String);

const sets = Array.from({ length: 150 }, (_none, place) => {
  const next = numbers(place + 1);
  return {
    one: someSet(next, 4),
    other: someSet(next, 4),
    third: someSet(next, 2),
    box: someBox(next),
    taken: someBox(next),
  };
});

test("of two boxes: what is in both, what is in one alone, and whether one lies in the other", () => {
  for (const { box, taken } of sets) {
    const [mine, theirs] = [pointsOf([box]), pointsOf([taken])];
    const both = intersection(box, taken);
    expect(pointsOf(both ? [both] : [])).toEqual(mine.filter((point) => theirs.includes(point)));
    expect(pointsOf(outside(box, taken))).toEqual(mine.filter((point) => !theirs.includes(point)));
    expect(isInside(box, taken)).toBe(mine.every((point) => theirs.includes(point)));
  }
});

test("of two sets: what is in both, what is in one alone, and whether one covers the other", () => {
  for (const { one, other } of sets) {
    const [mine, theirs] = [pointsOf(one), pointsOf(other)];
    expect(pointsOf(common(one, other, enough()))).toEqual(mine.filter((point) => theirs.includes(point)));
    expect(pointsOf(without(one, other, enough()))).toEqual(mine.filter((point) => !theirs.includes(point)));
    expect(isCovered(one, other, enough())).toBe(mine.every((point) => theirs.includes(point)));
  }
});

test("the same set in fewer boxes: none lies in another, and none can be left out", () => {
  for (const { one } of sets) {
    const few = absorbed(one, enough());
    expect(pointsOf(few)).toEqual(pointsOf(one));
    for (const box of few) expect(few.some((other) => other !== box && isInside(box, other))).toBe(false);
    const simple = simplified(few, space, enough());
    expect(pointsOf(simple)).toEqual(pointsOf(one));
    expect(simple.length).toBeLessThanOrEqual(few.length);
    for (const box of simple)
      if (simple.length > 1)
        expect(pointsOf(simple.filter((other) => other !== box))).not.toEqual(pointsOf(one));
  }
  const halves: readonly Box[] = [
    [1n, 7n, 3n],
    [2n, 7n, 3n],
  ];
  expect(simplified(halves, space, enough())).toEqual([space]);
  // What two of them cover together is no line of its own.
  const [one, between, other]: readonly [Box, Box, Box] = [
    [1n, 1n, 3n],
    [3n, 1n, 1n],
    [2n, 7n, 1n],
  ];
  for (const set of [
    [one, between, other],
    [between, one, other],
    [other, one, between],
  ])
    expect(new Set(simplified(set, space, enough()))).toEqual(new Set([one, other]));
});

test("one request that changes is found where there is one, and none where there is none", () => {
  for (const { one, other, third } of sets) {
    const denied = pointsOf(third);
    for (const [gained, held] of [
      [
        { allow: one, deny: third },
        { allow: other, deny: [] },
      ],
      [
        { allow: one, deny: [] },
        { allow: other, deny: third },
      ],
    ] as const) {
      const has = ({ allow, deny }: typeof gained) =>
        pointsOf(allow).filter((point) => deny.length === 0 || !denied.includes(point));
      const changed = has(gained).filter((point) => !has(held).includes(point));
      const found = findPoint(gained, held, enough());
      const inside = pointsOf(found ? [found] : []);
      expect(found === undefined).toBe(changed.length === 0);
      expect(inside.every((point) => changed.includes(point))).toBe(true);
    }
  }
});

test("without steps left it says so", () => {
  const { one, other } = sets.find((some) => some.one.length > 2 && some.other.length > 2) ?? {
    one: [],
    other: [],
  };
  for (const work of [
    () => absorbed(one, { left: 1 }),
    () => common(one, other, { left: 1 }),
    () => without(one, other, { left: 1 }),
    () => findPoint({ allow: one, deny: [] }, { allow: other, deny: [] }, { left: 1 }),
  ])
    expect(work).toThrow(BudgetSpent);
});
