import fc from "fast-check";
import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { disagreement } from "../../src/access/engine/replay.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import type { Access, AccessRequest } from "../../src/access/types.ts";
import { own } from "./generate.ts";
import { keyArn, oddPair, oddRequest } from "./generate-odd.ts";
import { holdsFor, levelOf, namesIn, wordsFor } from "./inside-access.ts";
import { times } from "../support/long-form.ts";

const runs = Number(process.env["KMSPOL_ODD_RUNS"] ?? times(60, 300));
const facts = { account: own, partition: "aws", arn: keyArn, spec: "SYMMETRIC_DEFAULT" };

const tells = (entry: Access, request: AccessRequest, words: readonly string[]): boolean =>
  words.includes(entry.principal) &&
  entry.actions.includes(request.action) &&
  (entry.undecided !== undefined || holdsFor(entry, request, facts));

test(`policies that are wrong in every place: no crash, no silence, no two answers (${runs} pairs)`, () => {
  let [undecided, rises] = [0, 0];
  fc.assert(
    fc.property(
      oddPair,
      fc.array(oddRequest, { minLength: 20, maxLength: 20 }),
      ([before, after], requests) => {
        const { gained, lost } = compareAccess(before, after, facts);
        for (const entry of [...gained, ...lost]) {
          expect(entry.undecided).not.toBe("");
          expect(entry.undecided).not.toBe(disagreement);
          if (entry.undecided !== undefined) undecided += 1;
        }
        const names = namesIn([before, after]);
        for (const request of requests) {
          const answers = [before, after].map((policy) => evaluate(policy, request, facts));
          if (answers.some((answer) => answer.undecided !== undefined)) continue;
          const [from = 0, to = 0] = answers.map(({ decision }) => levelOf(decision));
          const words = wordsFor(request.principal, names, facts);
          for (const [entries, high, low] of [
            [gained, to, from],
            [lost, from, to],
          ] as const) {
            if (high > low) {
              rises += 1;
              const via = high === 2 ? "key-policy" : "iam";
              const found = entries.some((entry) => entry.via === via && tells(entry, request, words));
              if (!found) throw new Error(`missed: ${JSON.stringify({ request, from, to })}`);
            } else {
              const decided = entries.filter((entry) => entry.undecided === undefined);
              const claimed = decided.find((entry) => tells(entry, request, words.slice(0, 1)));
              if (claimed) throw new Error(`claimed: ${JSON.stringify({ request, from, to, claimed })}`);
            }
          }
        }
      },
    ),
    { numRuns: runs, endOnFailure: true },
  );
  expect(undecided).toBeGreaterThan(runs / 4);
  expect(rises).toBeGreaterThan(runs / 4);
}, 600_000);
