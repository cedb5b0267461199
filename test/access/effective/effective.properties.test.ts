import fc from "fast-check";
import { expect, test } from "vitest";
import { compareEffective, listEffective } from "../../../src/access/effective-access.ts";
import type { EffectiveQuestion } from "../../../src/access/effective/types.ts";
import { evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import type { KeyFacts } from "../../../src/policy/key-facts.ts";
import type { Access, AccessRequest } from "../../../src/access/types.ts";
import { holdsFor } from "../inside-access.ts";
import { randomQuestions, randomRequest } from "./random-world.ts";

// The time limit is there for a machine that does something else as well.
const patience = 600_000;

// 1,700 worlds with 60 requests each: 105,000 in the normal run. KMSPOL_WORLD_RUNS asks for another number of worlds.
const worlds = Number(process.env["KMSPOL_WORLD_RUNS"] ?? 500);
const requestsPerWorld = 210;
const requests = fc.array(randomRequest, { minLength: requestsPerWorld, maxLength: requestsPerWorld });
const share = (usual: number) => Math.ceil((usual * worlds) / 500);

const linesFor = (lines: readonly Access[], request: AccessRequest, { key }: EffectiveQuestion) => {
  const words = wordsFor(request.principal, lines);
  return lines.filter(
    (line) =>
      words.includes(line.principal) &&
      line.actions.includes(request.action) &&
      holdsFor(line, withKeyNames(request, key.facts), key.facts),
  );
};

// A line may compare the key's tags with what a session brings: the request meets the key with its tags and aliases.
const withKeyNames = (request: AccessRequest, { tags, aliases }: KeyFacts): AccessRequest => ({
  ...request,
  context: {
    ...request.context,
    ...Object.fromEntries([...(tags ?? [])].map(([name, value]) => [`aws:ResourceTag/${name}`, value])),
    ...(aliases && { "kms:ResourceAliases": aliases }),
  },
});

// What bears on the request, for whoever reads a failure.
const told = (request: AccessRequest, { key, world }: EffectiveQuestion, found: object): string => {
  const persons = [...world.directories.values()].flatMap(({ principals }) => [...principals.values()]);
  const person = persons.find(({ arn }) => arn === request.principal);
  const { policies = [], boundary, sessionTags } = person ?? {};
  const grants = world.grants;
  return JSON.stringify({
    request,
    key: key.policy.statements,
    policies,
    boundary,
    sessionTags,
    grants,
    ...found,
  });
};

// The role's own line covers the sessions that are not told apart.
const wordsFor = (principal: string, lines: readonly Access[]): readonly string[] => {
  const session = /^arn:aws:sts::(\d+):assumed-role\/(\w+)\/one$/.exec(principal);
  const role = `arn:aws:iam::${session?.[1] ?? ""}:role/${session?.[2] ?? ""}`;
  const others = `${principal} (other sessions)`;
  if (!session) return lines.some((line) => line.principal === others) ? [others] : [principal];
  return [principal, role];
};

const isAsked = ({ principal }: AccessRequest, foreign: boolean): boolean =>
  foreign || !principal.includes("444455556666");

test(
  `what the engine lists is what the plain reading of all layers allows (${worlds * requestsPerWorld} requests)`,
  () => {
    let [asked, allowed] = [0, 0];
    fc.assert(
      fc.property(randomQuestions, requests, ({ after, foreign }, some) => {
        const lines = listEffective(after);
        for (const request of some.filter((one) => isAsked(one, foreign))) {
          const evaluation = evaluateEffective(request, after);
          const found = linesFor(lines, request, after);
          asked += 1;
          const certain = found.filter(({ undecided }) => undecided === undefined);
          const message = told(request, after, { evaluation, found });
          if (evaluation.undecided !== undefined) continue;
          if (evaluation.decision === "allowed") {
            allowed += 1;
            expect(found, message).not.toEqual([]);
          } else expect(certain, message).toEqual([]);
        }
      }),
      { numRuns: worlds },
    );
    expect(allowed / asked).toBeGreaterThan(0.05);
  },
  patience,
);

test(
  "a comparison says what rises and falls, turned round it is its mirror, and with itself it is empty",
  () => {
    fc.assert(
      fc.property(randomQuestions, requests, ({ before, after, foreign }, some) => {
        const { gained, lost } = compareEffective(before.key.policy, after);
        const turned = compareEffective(after.key.policy, before);
        expect([saidIn(turned.gained), saidIn(turned.lost)]).toEqual([saidIn(lost), saidIn(gained)]);
        expect(compareEffective(after.key.policy, after)).toEqual({ gained: [], lost: [] });
        for (const request of some.filter((one) => isAsked(one, foreign))) {
          const [from, to] = [before, after].map((question) => evaluateEffective(request, question));
          if (!from || !to || from.undecided !== undefined || to.undecided !== undefined) continue;
          const rises = to.decision === "allowed" && from.decision !== "allowed";
          const found = linesFor(gained, request, after);
          const certain = found.filter(({ undecided }) => undecided === undefined);
          const message = told(request, after, { before: before.key.policy.statements, from, to, found });
          if (rises) expect(found, message).not.toEqual([]);
          else expect(certain, message).toEqual([]);
        }
      }),
      { numRuns: share(120) },
    );
  },
  patience,
);

// Which box of several an example is taken from may differ; what is said may not.
const saidIn = (lines: readonly Access[]): readonly string[] =>
  lines
    .map(({ principal, actions, via, when, undecided }) =>
      JSON.stringify([principal, actions, via, when, undecided]),
    )
    .sort();

test(
  "without any Deny a directory, an organization or grants never take away what the key policy alone gives",
  () => {
    fc.assert(
      fc.property(randomQuestions, requests, ({ after, foreign }, some) => {
        const free = withoutDenies(after);
        const alone = { ...free, world: { ...free.world, organizations: [], grants: undefined } };
        for (const request of some.filter((one) => isAsked(one, foreign))) {
          const wide = evaluateEffective(request, { ...free, world: { ...free.world, organizations: [] } });
          const narrow = evaluateEffective(request, alone);
          if (narrow.decision === "allowed")
            expect(wide.decision, told(request, free, { wide })).toBe("allowed");
        }
      }),
      { numRuns: share(80) },
    );
  },
  patience,
);

const withoutDenies = (question: EffectiveQuestion): EffectiveQuestion => {
  const { key } = question;
  const statements = key.policy.statements.filter(({ effect }) => effect === "Allow");
  return { ...question, key: { ...key, policy: { ...key.policy, statements } } };
};
