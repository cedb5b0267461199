import fc from "fast-check";
import { expect, test } from "vitest";
import type { EffectiveQuestion } from "../../../src/access/effective/types.ts";
import { evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import { listWithWorld } from "../../../src/access/with-world.ts";
import type { Access } from "../../../src/access/types.ts";
import { times } from "../../support/long-form.ts";
import { holdsFor } from "../inside-access.ts";
import { randomQuestions, randomRequest } from "./random-world.ts";

// What a directory says names the people behind an account's row: nobody gets in by it whom the row did not take in.

const worlds = times(60, 600);
const accounts = ["111122223333", "444455556666"] as const;

const without = (question: EffectiveQuestion, account: string): EffectiveQuestion => {
  const { world } = question;
  const directories = new Map([...world.directories].filter(([id]) => id !== account));
  return { ...question, world: { ...world, directories } };
};

const accountIn = (principal: string): string | undefined => /\b\d{12}\b/.exec(principal)?.[0];

/** Whether a row may be about somebody: by name, as the role of a session, as one of an account, or as anyone. */
const isAbout = ({ principal: word }: Access, principal: string): boolean => {
  const account = accountIn(principal) ?? "";
  const session = /:assumed-role\/(\w+)\//.exec(principal)?.[1] ?? "-";
  const [who = ""] = word.split(" (");
  return (
    who === principal || who === `account:${account}` || who === "anyone" || who.endsWith(`:role/${session}`)
  );
};

/** A row without the conditions on what a directory or an organization tells of the caller, or of the key: it takes in both answers. */
const openBy = (row: Access): Access => ({
  ...row,
  when: row.when.map((all) => all.filter(({ key }) => !told.test(key))),
});

const told = /^(?:aws:Principal(?:Tag\/.*|OrgID|OrgPaths)|aws:ResourceTag\/.*|kms:ResourceAliases)$/i;

const asText = (rows: readonly Access[]): readonly string[] =>
  rows
    .map(({ principal, actions, via, when, undecided }) =>
      JSON.stringify([principal, actions, via, when, undecided], (name, value: unknown) =>
        name === "values" ? [...(value as string[])].sort() : value,
      ),
    )
    .sort();

test("adding a directory only narrows the rows of its account, and leaves those of every other", () => {
  let [asked, allowed] = [0, 0];
  fc.assert(
    fc.property(
      randomQuestions,
      fc.constantFrom(...accounts),
      fc.noShrink(fc.array(randomRequest, { minLength: 100, maxLength: 100 })),
      ({ after: known }, account, requests) => {
        if (!known.world.directories.has(account)) return;
        const less = without(known, account);
        const [wide, narrow] = [listWithWorld(less), listWithWorld(known)];
        const here: readonly (string | undefined)[] = [account, undefined];
        const others = (rows: readonly Access[]) =>
          asText(rows.filter(({ principal }) => !here.includes(accountIn(principal))));
        expect(others(narrow)).toEqual(others(wide));
        expect(narrow.filter(({ principal }) => principal.startsWith(`account:${account}`))).toEqual([]);
        for (const request of requests.filter(({ principal }) => accountIn(principal) === account)) {
          asked += 1;
          if (evaluateEffective(request, known).decision !== "allowed") continue;
          allowed += 1;
          const taken = wide.filter(
            (row) =>
              isAbout(row, request.principal) &&
              row.actions.includes(request.action) &&
              (row.undecided !== undefined || holdsFor(openBy(row), request, known.key.facts)),
          );
          if (taken.length === 0)
            throw new Error(
              JSON.stringify({ account, request, key: known.key.policy.statements, wide: asText(wide) }),
            );
        }
      },
    ),
    { numRuns: worlds },
  );
  expect(allowed).toBeGreaterThan(asked * 0.05);
}, 600_000);
