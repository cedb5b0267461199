import type { PolicyDocument } from "../document.ts";
import { valueOf } from "../json-value.ts";
import { matchStatements, type Match } from "./match-items.ts";
import type { MergeConflict } from "./merge-conflict.ts";
import { inSpellingOf, mergeStatement, sameStatement } from "./merge-statement.ts";
import { sidOf } from "../text/node-at.ts";
import { canonicalStatement } from "../same-document.ts";
import type { JsonValue } from "../syntax.ts";

/** The three versions of a policy, and the partition in which bare account ids are meant. */
export interface Versions {
  readonly base: PolicyDocument;
  readonly mine: PolicyDocument;
  readonly theirs: PolicyDocument;
  readonly partition: string;
}

/** One statement in up to three versions, as indices. */
interface Triple {
  readonly base: number | undefined;
  readonly mine: number | undefined;
  readonly theirs: number | undefined;
}

/** The statements of the merged policy, in the order of `theirs`, mine's new ones behind what they follow in `mine`. */
export const mergeStatements = (
  versions: Versions,
): { merged: readonly JsonValue[]; conflicts: readonly MergeConflict[] } => {
  const merged: JsonValue[] = [];
  const conflicts: MergeConflict[] = [];
  for (const triple of inOrder(triplesOf(versions))) {
    const outcome = mergeTriple(versions, triple);
    if (outcome === undefined) conflicts.push(conflictOf(versions, triple));
    else merged.push(...outcome);
  }
  return { merged, conflicts };
};

/** The statement that is left, none where it goes, undefined for a conflict. */
const mergeTriple = (versions: Versions, triple: Triple): readonly JsonValue[] | undefined => {
  const { partition } = versions;
  const [base, mine, theirs] = (["base", "mine", "theirs"] as const).map((side) => {
    const node = triple[side] === undefined ? undefined : versions[side].statements[triple[side]];
    return node && valueOf(node);
  });
  const same = (a: JsonValue | undefined, b: JsonValue | undefined) =>
    a === undefined || b === undefined ? a === b : sameStatement(a, b, partition);
  if (same(base, mine) || same(mine, theirs)) return theirs === undefined ? [] : [theirs];
  if (same(base, theirs)) {
    if (mine === undefined) return [];
    return [theirs === undefined ? mine : inSpellingOf(theirs, mine, partition)];
  }
  if (mine === undefined || theirs === undefined) return undefined;
  const united = mergeStatement(base, mine, theirs, partition);
  return united === undefined ? undefined : [united];
};

const triplesOf = ({ base, mine, theirs, partition }: Versions): readonly Triple[] => {
  const values = (document: PolicyDocument) =>
    document.statements.map((node) => canonicalStatement(valueOf(node), partition));
  const [was, left, right] = [values(base), values(mine), values(theirs)];
  const toMine = new Map(matchStatements(was, left).map(({ before, after }) => [before, after]));
  const toTheirs = new Map(matchStatements(was, right).map(({ before, after }) => [before, after]));
  const known = was.map((_, index) => ({
    base: index,
    mine: toMine.get(index),
    theirs: toTheirs.get(index),
  }));
  return [...known, ...addedOnes(left, right, new Set(toMine.values()), new Set(toTheirs.values()))];
};

/** Statements that the base has not: those that both sides added count as one where content or Sid says so. */
const addedOnes = (
  mine: readonly JsonValue[],
  theirs: readonly JsonValue[],
  knownMine: ReadonlySet<number>,
  knownTheirs: ReadonlySet<number>,
): readonly Triple[] => {
  const newMine = mine.flatMap((_, index) => (knownMine.has(index) ? [] : [index]));
  const newTheirs = theirs.flatMap((_, index) => (knownTheirs.has(index) ? [] : [index]));
  const pick = (values: readonly JsonValue[], indices: readonly number[]) =>
    indices.map((index) => values[index] ?? null);
  const both = matchStatements(pick(mine, newMine), pick(theirs, newTheirs));
  const partner = (of: number, side: keyof Match, other: keyof Match, list: readonly number[]) =>
    list[both.find((match) => match[side] === of)?.[other] ?? -1];
  const ofMine = newMine.map((index, i) => ({
    base: undefined,
    mine: index,
    theirs: partner(i, "before", "after", newTheirs),
  }));
  const paired = new Set(ofMine.map(({ theirs: index }) => index));
  const ofTheirs = newTheirs.filter((index) => !paired.has(index));
  return [...ofMine, ...ofTheirs.map((index) => ({ base: undefined, mine: undefined, theirs: index }))];
};

/** In the order of `theirs`; what `theirs` has not stands behind the statement that it follows in `mine`. */
const inOrder = (triples: readonly Triple[]): readonly Triple[] => {
  const ordered = triples.filter(({ theirs }) => theirs !== undefined).sort(by("theirs"));
  const others = triples
    .filter(({ theirs, mine }) => theirs === undefined && mine !== undefined)
    .sort(by("mine"));
  for (const triple of others) {
    const before = (triple.mine ?? 0) - 1;
    ordered.splice(ordered.findIndex(({ mine }) => mine === before) + 1, 0, triple);
  }
  return [...ordered, ...triples.filter(({ theirs, mine }) => theirs === undefined && mine === undefined)];
};

const by = (side: "mine" | "theirs") => (a: Triple, b: Triple) => (a[side] ?? 0) - (b[side] ?? 0);

const conflictOf = ({ base, mine, theirs }: Versions, triple: Triple): MergeConflict => {
  const text = (document: PolicyDocument, index: number | undefined): string | undefined => {
    const node = index === undefined ? undefined : document.statements[index];
    return node && document.text.slice(node.start, node.end);
  };
  const sid = triple.theirs === undefined ? sidOf(mine, triple.mine ?? -1) : sidOf(theirs, triple.theirs);
  const index = triple.base ?? triple.theirs ?? triple.mine ?? 0;
  return {
    label: sid === undefined ? `statement ${index + 1}` : `statement "${sid}"`,
    base: text(base, triple.base),
    mine: text(mine, triple.mine),
    theirs: text(theirs, triple.theirs),
  };
};
