import fc from "fast-check";
import { expect, test } from "vitest";
import { compareEffective, listEffective } from "../../../src/access/effective-access.ts";
import type { EffectiveQuestion } from "../../../src/access/effective/types.ts";
import { decideByLayers, evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import type { KeyFacts } from "../../../src/policy/key-facts.ts";
import type { Access, AccessRequest, Condition } from "../../../src/access/types.ts";
import { holdsFor } from "../inside-access.ts";
import { randomQuestions, randomRequest } from "./random-world.ts";
import { times } from "../../support/long-form.ts";

// The time limit is there for a machine that does something else as well.
const patience = 600_000;

// 60 worlds with 1,800 requests each: 108,000; 300 worlds in the long form. KMSPOL_WORLD_RUNS asks for another number of worlds.
const worlds = Number(process.env["KMSPOL_WORLD_RUNS"] ?? times(10, 300));
const requestsPerWorld = 1800;
// Of a failure the world is made smaller: the request that shows it is told.
const requestsOf = (length: number) =>
  fc.noShrink(fc.array(randomRequest, { minLength: length, maxLength: length }));
const share = (usual: number) => Math.ceil((usual * worlds) / 300);

const linesFor = (lines: readonly Access[], request: AccessRequest, question: EffectiveQuestion) => {
  const { facts } = question.key;
  const all = linesOf(lines, request, wordsFor(request.principal, lines));
  return all.filter((line) => holdsNow(line, withKeyNames(request, facts), facts));
};

/** The lines by the word for who and the action, once for each list. */
const indexes = new WeakMap<readonly Access[], Map<string, Access[]>>();

const linesOf = (lines: readonly Access[], { action }: AccessRequest, words: readonly string[]) => {
  const index = indexes.get(lines) ?? indexOf(lines);
  indexes.set(lines, index);
  return words.flatMap((word) => index.get(`${word} ${action}`) ?? []);
};

const indexOf = (lines: readonly Access[]): Map<string, Access[]> => {
  const index = new Map<string, Access[]>();
  for (const line of lines)
    for (const action of line.actions) {
      const name = `${line.principal} ${action}`;
      const found = index.get(name);
      if (found) found.push(line);
      else index.set(name, [line]);
    }
  return index;
};

let judged = 0;

/** Whether a line's conditions hold, each asked by itself; that this is what they say together is looked at now and then. */
const holdsNow = (line: Access, request: AccessRequest, facts: KeyFacts): boolean => {
  const holds = line.when.some((all) => all.every((one) => conditionHolds(one, line, request, facts)));
  if ((judged += 1) % 100 === 0) expect(holds).toBe(holdsFor(line, request, facts));
  return holds;
};

const answers = new Map<string, boolean>();

/** One condition decides by who asks and by the keys that it speaks of: the same question is asked of the evaluator once. */
const conditionHolds = (
  condition: Condition,
  line: Access,
  request: AccessRequest,
  facts: KeyFacts,
): boolean => {
  const spoken = JSON.stringify(condition).toLowerCase();
  const context = Object.fromEntries(
    Object.entries(request.context).filter(([key]) => spoken.includes(key.toLowerCase())),
  );
  const question = `${request.principal} ${request.action} ${spoken} ${JSON.stringify(context)}`;
  const known = answers.get(question);
  if (known !== undefined) return known;
  const holds = holdsFor({ ...line, when: [[condition]] }, { ...request, context }, facts);
  answers.set(question, holds);
  return holds;
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

// Of an account without IAM data only what grants give is told by name, and no grant names a root user here.
const isAsked = ({ principal }: AccessRequest, foreign: boolean): boolean =>
  foreign || principal !== "root-user:444455556666";

const isCertain = ({ undecided }: Access): boolean => undecided === undefined;

test(
  `what the engine lists is what the plain reading of all layers allows (${worlds * requestsPerWorld} requests)`,
  () => {
    let [asked, allowed] = [0, 0];
    fc.assert(
      fc.property(randomQuestions, requestsOf(requestsPerWorld), ({ after, foreign }, some) => {
        const lines = listEffective(after);
        for (const request of some.filter((one) => isAsked(one, foreign))) {
          const evaluation = decideByLayers(request, after);
          asked += 1;
          if (asked % 80 === 0) {
            const { decision, undecided } = evaluateEffective(request, after);
            expect([evaluation.decision, evaluation.undecided]).toEqual([decision, undecided]);
          }
          if (evaluation.undecided !== undefined) continue;
          const found = linesFor(lines, request, after);
          const isAllowed = evaluation.decision === "allowed";
          if (isAllowed) allowed += 1;
          if (isAllowed ? found.length === 0 : found.some(isCertain))
            throw new Error(told(request, after, { evaluation, found }));
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
      fc.property(randomQuestions, requestsOf(100), ({ before, after, foreign }, some) => {
        const { gained, lost } = compareEffective(before.key.policy, after);
        const turned = compareEffective(after.key.policy, before);
        expect([saidIn(turned.gained), saidIn(turned.lost)]).toEqual([saidIn(lost), saidIn(gained)]);
        expect(compareEffective(after.key.policy, after)).toEqual({ gained: [], lost: [] });
        for (const request of some.filter((one) => isAsked(one, foreign))) {
          const [from, to] = [decideByLayers(request, before), decideByLayers(request, after)];
          if (from.undecided !== undefined || to.undecided !== undefined) continue;
          const rises = to.decision === "allowed" && from.decision !== "allowed";
          const found = linesFor(gained, request, after);
          if (rises ? found.length === 0 : found.some(isCertain))
            throw new Error(told(request, after, { before: before.key.policy.statements, from, to, found }));
        }
      }),
      { numRuns: share(40) },
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
      fc.property(randomQuestions, requestsOf(100), ({ after, foreign }, some) => {
        const free = withoutDenies(after);
        const alone = { ...free, world: { ...free.world, organizations: [], grants: undefined } };
        const known = { ...free, world: { ...free.world, organizations: [] } };
        for (const request of some.filter((one) => isAsked(one, foreign))) {
          if (decideByLayers(request, alone).decision !== "allowed") continue;
          const wide = evaluateEffective(request, known);
          if (wide.decision !== "allowed") throw new Error(told(request, free, { wide }));
        }
      }),
      { numRuns: share(40) },
    );
  },
  patience,
);

const withoutDenies = (question: EffectiveQuestion): EffectiveQuestion => {
  const { key } = question;
  const statements = key.policy.statements.filter(({ effect }) => effect === "Allow");
  return { ...question, key: { ...key, policy: { ...key.policy, statements } } };
};
