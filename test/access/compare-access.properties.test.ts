import fc from "fast-check";
import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import type { Access, AccessRequest } from "../../src/access/types.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { keyFacts, policyPair, sampleRequest } from "./generate.ts";
import { holdsFor, levelOf, namesIn, wordsFor } from "./inside-access.ts";
import { times } from "../support/long-form.ts";

// The time limits are there for a machine that does something else as well: alone the file takes half a minute.
const patience = 600_000;

// 1,600 pairs with 70 requests each: 112,000 in the long form. KMSPOL_PROPERTY_RUNS asks for another number of pairs.
const pairs = Number(process.env["KMSPOL_PROPERTY_RUNS"] ?? times(80, 1600));
const requestsPerPair = 70;
const share = (usual: number) => Math.ceil((usual * pairs) / 1600);

// A condition that both policies have is shown in the spelling of the first.
const respelled = (entries: readonly Access[]): string =>
  JSON.stringify(entries, (name, value: unknown) =>
    name === "values" ? [...(value as string[])].sort() : value,
  ).toLowerCase();

const entriesFor = (
  entries: readonly Access[],
  request: AccessRequest,
  words: readonly string[],
  via: string | undefined,
  facts: KeyFacts,
) =>
  entries.filter(
    (entry) =>
      words.includes(entry.principal) &&
      entry.actions.includes(request.action) &&
      (via === undefined || entry.via === via) &&
      holdsFor(entry, request, facts),
  );

test(
  `a request whose level rises is in gained, one whose level falls in lost (${pairs * requestsPerPair} requests)`,
  () => {
    let [asked, rises] = [0, 0];
    fc.assert(
      fc.property(
        policyPair,
        keyFacts,
        fc.array(sampleRequest, { minLength: requestsPerPair, maxLength: requestsPerPair }),
        ([before, after], facts, requests) => {
          const { gained, lost } = compareAccess(before, after, facts);
          const names = namesIn([before, after]);
          for (const request of requests) {
            asked += 1;
            const from = levelOf(evaluate(before, request, facts).decision);
            const to = levelOf(evaluate(after, request, facts).decision);
            const words = wordsFor(request.principal, names, facts);
            if (from !== to) rises += 1;
            for (const [entries, high, low] of [
              [gained, to, from],
              [lost, from, to],
            ] as const) {
              if (high > low) {
                const via = high === 2 ? "key-policy" : "iam";
                if (entriesFor(entries, request, words, via, facts).length === 0)
                  throw new Error(`missed: ${JSON.stringify({ request, from, to, words })}`);
              } else {
                const exact = entriesFor(entries, request, words.slice(0, 1), undefined, facts).filter(
                  ({ undecided }) => undecided === undefined,
                );
                if (exact.length > 0)
                  throw new Error(`claimed: ${JSON.stringify({ request, from, to, exact })}`);
              }
            }
          }
        },
      ),
      { numRuns: pairs, endOnFailure: true },
    );
    expect(asked).toBeGreaterThanOrEqual(pairs * requestsPerPair);
    expect(rises).toBeGreaterThan(asked * 0.02);
  },
  patience,
);

test(
  "no entry of generated pairs is undecided: every example replays",
  () => {
    fc.assert(
      fc.property(policyPair, keyFacts, ([before, after], facts) => {
        const { gained, lost } = compareAccess(before, after, facts);
        for (const { undecided, example } of [...gained, ...lost]) {
          expect({ undecided, example: undecided === undefined ? undefined : example }).toEqual({
            undecided: undefined,
            example: undefined,
          });
        }
      }),
      { numRuns: share(500) },
    );
  },
  patience,
);

test(
  "a policy does not differ from itself",
  () => {
    fc.assert(
      fc.property(policyPair, keyFacts, ([policy], facts) => {
        expect(compareAccess(policy, policy, facts)).toEqual({ equivalent: true, gained: [], lost: [] });
      }),
      { numRuns: share(300) },
    );
  },
  patience,
);

test(
  "turned round, gained and lost change places",
  () => {
    fc.assert(
      fc.property(policyPair, keyFacts, ([before, after], facts) => {
        const there = compareAccess(before, after, facts);
        const back = compareAccess(after, before, facts);
        expect([back.gained, back.lost].map(respelled)).toEqual([there.lost, there.gained].map(respelled));
      }),
      { numRuns: share(300) },
    );
  },
  patience,
);
