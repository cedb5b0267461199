import fc from "fast-check";
import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import type { Access, AccessRequest } from "../../src/access/types.ts";
import type { Policy } from "../../src/policy/model.ts";
import { own, policyPair, sampleRequest } from "./generate.ts";
import { holdsFor, levelOf, namesIn, wordsFor } from "./inside-access.ts";

// 1,600 pairs with 70 requests each: 112,000 in the normal run. KMSPOL_TEST_PAIRS asks for a longer one.
const pairs = Number(process.env["KMSPOL_TEST_PAIRS"] ?? 1600);
const requestsPerPair = 70;
const facts = { account: own, partition: "aws" };

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
) =>
  entries.filter(
    (entry) =>
      words.includes(entry.principal) &&
      entry.actions.includes(request.action) &&
      (via === undefined || entry.via === via) &&
      holdsFor(entry, request, facts),
  );

// Whether a Deny for everyone reaches AWS services is read differently by the two: left out here.
const isOpenQuestion = (policies: readonly Policy[], { principal }: AccessRequest): boolean =>
  principal.startsWith("service:") &&
  policies.some(({ statements }) =>
    statements.some(
      ({ effect, principals }) => effect === "Deny" && principals.some(({ value }) => value === "*"),
    ),
  );

test(`a request whose level rises is in gained, one whose level falls in lost (${pairs * requestsPerPair} requests)`, () => {
  let rises = 0;
  fc.assert(
    fc.property(
      policyPair,
      fc.array(sampleRequest, { minLength: requestsPerPair, maxLength: requestsPerPair }),
      ([before, after], requests) => {
        const { gained, lost } = compareAccess(before, after, facts);
        const names = namesIn([before, after]);
        for (const request of requests) {
          if (isOpenQuestion([before, after], request)) continue;
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
              if (entriesFor(entries, request, words, via).length === 0)
                throw new Error(`missed: ${JSON.stringify({ request, from, to, words })}`);
            } else {
              const exact = entriesFor(entries, request, words.slice(0, 1), undefined).filter(
                ({ undecided }) => undecided === undefined,
              );
              if (exact.length > 0)
                throw new Error(`claimed: ${JSON.stringify({ request, from, to, exact })}`);
            }
          }
        }
      },
    ),
    { numRuns: pairs, endOnFailure: process.env["KMSPOL_TEST_FAST"] !== undefined },
  );
  expect(rises).toBeGreaterThan(pairs * requestsPerPair * 0.02);
});

test("no entry of generated pairs is undecided: every example replays", () => {
  fc.assert(
    fc.property(policyPair, ([before, after]) => {
      const { gained, lost } = compareAccess(before, after, facts);
      for (const { undecided, principal, example } of [...gained, ...lost]) {
        if (principal.startsWith("service:")) continue;
        expect({ undecided, example: undecided === undefined ? undefined : example }).toEqual({
          undecided: undefined,
          example: undefined,
        });
      }
    }),
    { numRuns: 500 },
  );
});

test("a policy does not differ from itself", () => {
  fc.assert(
    fc.property(policyPair, ([policy]) => {
      expect(compareAccess(policy, policy, facts)).toEqual({ equivalent: true, gained: [], lost: [] });
    }),
    { numRuns: 300 },
  );
});

test("turned round, gained and lost change places", () => {
  fc.assert(
    fc.property(policyPair, ([before, after]) => {
      const there = compareAccess(before, after, facts);
      const back = compareAccess(after, before, facts);
      expect([back.gained, back.lost].map(respelled)).toEqual([there.lost, there.gained].map(respelled));
    }),
    { numRuns: 300 },
  );
});
