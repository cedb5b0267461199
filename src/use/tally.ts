import type { Outcome, Times, UsedBy, UsedOperation, UseEvent } from "./types.ts";

/** Counts who did what. */
export interface Tally {
  add(event: UseEvent): void;
  usedBy(): readonly UsedBy[];
  /** Events of callers that are not known, by CloudTrail's type of them. */
  unknown(): readonly { readonly type: string; readonly count: number }[];
}

interface Counted {
  count: number;
  last: string;
}

interface Operation {
  readonly by: Map<Outcome, Counted>;
  readonly via: Set<string>;
}

interface Person {
  readonly ids: Set<string>;
  issuer: string | undefined;
  readonly operations: Map<string, Operation>;
}

/** A tally of nothing yet. `apart`: ARNs of sessions that are told by themselves, as a policy names them. */
export const newTally = (apart: ReadonlySet<string> = new Set()): Tally => {
  const people = new Map<string, Person>();
  const unknown = new Map<string, number>();
  const personOf = (word: string): Person => {
    const known = people.get(word) ?? { ids: new Set(), issuer: undefined, operations: new Map() };
    people.set(word, known);
    return known;
  };
  return {
    add: ({ actor, operations, outcome, at, via }) => {
      const { session, type = "Unknown" } = actor;
      if (actor.word === undefined) return void unknown.set(type, (unknown.get(type) ?? 0) + 1);
      const person = personOf(session !== undefined && apart.has(session) ? session : actor.word);
      // Whoever is made anew has another id: there are few.
      if (actor.id !== undefined && person.ids.size < 100) person.ids.add(actor.id);
      person.issuer ??= actor.issuer;
      for (const name of operations) count(person.operations, name, outcome, at, via);
    },
    usedBy: () => [...people].map(told).sort(byLast),
    unknown: () => [...unknown].map(([type, many]) => ({ type, count: many })),
  };
};

const count = (
  operations: Map<string, Operation>,
  name: string,
  outcome: Outcome,
  at: string,
  via: string | undefined,
): void => {
  const operation = operations.get(name) ?? { by: new Map<Outcome, Counted>(), via: new Set<string>() };
  operations.set(name, operation);
  if (via !== undefined && operation.via.size < 100) operation.via.add(via);
  const times = operation.by.get(outcome) ?? { count: 0, last: at };
  times.count += 1;
  if (at > times.last) times.last = at;
  operation.by.set(outcome, times);
};

const told = ([principal, { ids, issuer, operations }]: readonly [string, Person]): UsedBy => ({
  principal,
  ...(ids.size > 0 && { ids: [...ids] }),
  ...(issuer !== undefined && { issuer }),
  operations: [...operations].map(toldOperation).sort((a, b) => (a.operation < b.operation ? -1 : 1)),
});

const toldOperation = ([operation, { by, via }]: readonly [string, Operation]): UsedOperation => {
  const used = by.get("used");
  return {
    operation,
    count: used?.count ?? 0,
    ...(used && { last: used.last }),
    ...(via.size > 0 && { via: [...via].sort() }),
    ...timesOf("refused", by.get("refused")),
    ...timesOf("failed", by.get("failed")),
  };
};

const timesOf = (name: "refused" | "failed", times: Times | undefined) =>
  times && { [name]: { count: times.count, last: times.last } };

/** When somebody last did anything; an empty text where it was only tried. */
export const lastOf = ({ operations }: UsedBy): string =>
  operations.reduce((latest, { last = "" }) => (last > latest ? last : latest), "");

const byLast = (a: UsedBy, b: UsedBy): number => {
  const [one, other] = [lastOf(a), lastOf(b)];
  if (one !== other) return one > other ? -1 : 1;
  return a.principal < b.principal ? -1 : 1;
};
