import fc from "fast-check";
import { expect, test } from "vitest";
import { decideRequest } from "../../src/access/evaluate.ts";
import { decisionOrder } from "../../src/access/evaluator/decide.ts";
import { listAccess } from "../../src/access/list-access.ts";
import type { Access, AccessRequest, Decision } from "../../src/access/types.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { Policy, Statement } from "../../src/policy/model.ts";
import { hasSymbol, opaqueAccount, opaquePrincipal, symbolText } from "../../src/policy/symbols.ts";
import { times } from "../support/long-form.ts";
import { keyFacts, own, policy, sampleRequest } from "./generate.ts";
import { holdsFor, levelOf, namesIn, wordsFor } from "./inside-access.ts";

// What something fills in before the policy is put: as it stands in a policy, and what may come to stand there.
const role = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const anyAction = symbolText("anyAction");
const kmsAction = `kms:${symbolText("name")}`;
const endsInKey = `kms:${symbolText("verb")}Key`;
const anybody = opaquePrincipal("anybody", "nobody knows");
const ownRole = role(own, symbolText("ownRole"));
const elsewhere = role(opaqueAccount("account", "nobody knows"), "Partner");
const service = `${symbolText("service")}.amazonaws.com`;
const anyKey = symbolText("anyKey");
const ownKey = `arn:aws:kms:us-west-2:${own}:key/${symbolText("id")}`;

const values: readonly (readonly [open: string, values: readonly string[]])[] = [
  [anyAction, ["kms:Decrypt", "kms:*", "s3:GetObject", "*", "kms:Enc*"]],
  [kmsAction, ["kms:Decrypt", "kms:*", "kms:CreateGrant", "kms:Put*"]],
  [endsInKey, ["kms:DescribeKey", "kms:GenerateDataKey", "kms:*Key"]],
  [
    anybody,
    ["*", role(own, "App"), `arn:aws:iam::${own}:root`, "444455556666", `arn:aws:iam::${own}:user/Alice`],
  ],
  [ownRole, [role(own, "App"), role(own, "path/Admin"), role(own, "Unnamed")]],
  [elsewhere, [role("444455556666", "Partner"), role(own, "Partner"), role("777788889999", "Partner")]],
  [service, ["logs.amazonaws.com", "sns.amazonaws.com"]],
  [anyKey, ["*", `arn:aws:kms:us-west-2:${own}:key/k`, `arn:aws:kms:us-west-2:${own}:key/other`]],
  [
    ownKey,
    [
      `arn:aws:kms:us-west-2:${own}:key/k`,
      `arn:aws:kms:us-west-2:${own}:key/*`,
      `arn:aws:kms:us-west-2:${own}:key/other`,
    ],
  ],
  [symbolText("viaService"), ["a", "ab", "x", "A"]],
  [`a${symbolText("rest")}`, ["a", "ab", "abc"]],
];

const aws = (value: string) => ({ type: "AWS", value });
type Change = (statement: Statement) => Statement;
const changes: readonly Change[] = [
  ...[anyAction, kmsAction, endsInKey].flatMap((action): Change[] => [
    (some) => ({ ...some, actions: [action] }),
    (some) => ({ ...some, actions: [...some.actions, action] }),
    (some) => ({ ...some, actions: [action, "kms:Encrypt"], notAction: true }),
  ]),
  ...[aws(anybody), aws(ownRole), aws(elsewhere), { type: "Service", value: service }].flatMap(
    (entry): Change[] => [
      (some) => ({ ...some, principals: [entry] }),
      (some) => ({ ...some, principals: [...some.principals, entry] }),
      (some) => ({ ...some, principals: [entry, aws(`arn:aws:iam::${own}:root`)], notPrincipal: true }),
    ],
  ),
  ...[anyKey, ownKey].flatMap((resource): Change[] => [
    (some) => ({ ...some, resources: [resource] }),
    (some) => ({ ...some, resources: [resource], notResource: true }),
  ]),
];

// What a condition compares with is for the evaluator, which is asked about one request; the engine tells it by its name.
const viaService = symbolText("viaService");
const beginsWithA = `a${symbolText("rest")}`;
const conditionChanges = [viaService, beginsWithA].flatMap((value) =>
  ["StringEquals", "StringNotEquals", "StringLikeIfExists", "StringEqualsIgnoreCase"].map(
    (operator): Change =>
      (some) => ({ ...some, conditions: [{ operator, key: "kms:ViaService", values: [value, "x"] }] }),
  ),
);

/** Policies of which some parts are open, and what each of these turns out to be. */
const openPolicy = (changes: readonly Change[]) =>
  fc
    .tuple(
      policy,
      fc.array(fc.option(fc.constantFrom(...changes), { freq: 3 }), { minLength: 5, maxLength: 5 }),
      fc.tuple(
        ...values.map(([open, all]) => fc.constantFrom(...all).map((value) => [open, value] as const)),
      ),
    )
    .map(([some, changed, filling]) => {
      const statements = some.statements.map((one, index) => changed[index]?.(one) ?? one);
      const open: Policy = { ...some, statements };
      return { open, fill: fillerOf(filling) };
    });

const fillerOf = (filling: readonly (readonly [string, string])[]) => {
  const known = new Map(filling);
  const text = (value: string) => known.get(value) ?? value;
  const statement = (one: Statement): Statement => ({
    ...one,
    actions: one.actions.map(text),
    resources: one.resources.map(text),
    conditions: one.conditions.map((test) => ({ ...test, values: test.values.map(text) })),
    principals: one.principals.map((entry) => ({ ...entry, value: text(entry.value) })),
  });
  return {
    text,
    policy: ({ statements, ...rest }: Policy): Policy => ({ ...rest, statements: statements.map(statement) }),
  };
};

const rank = (decision: Decision): number => decisionOrder.indexOf(decision);
const runs = times(150, 3000);

test("what the evaluator says of an open policy holds whatever is filled in", () => {
  let undecided = 0;
  fc.assert(
    fc.property(
      openPolicy([...changes, ...conditionChanges, ...conditionChanges]),
      keyFacts,
      fc.array(sampleRequest, { minLength: 20, maxLength: 20 }),
      ({ open, fill }, facts, requests) => {
        const filled = fill.policy(open);
        for (const request of requests) {
          const before = decideRequest(open, request, facts);
          const after = decideRequest(filled, request, facts);
          expect([rank(before.least) <= rank(after.least), rank(after.most) <= rank(before.most)]).toEqual([
            true,
            true,
          ]);
          if (before.least !== before.most) undecided += 1;
          expect(before.undecided === undefined).toBe(before.least === before.most);
        }
      },
    ),
    { numRuns: runs },
  );
  expect(undecided).toBeGreaterThan(runs);
});

const asked = (principal: string): string => {
  const root = /^arn:[^:]*:iam::(\d{12}):root$/.exec(principal)?.[1];
  if (root !== undefined) return `root-user:${root}`;
  return principal.endsWith(".amazonaws.com") ? `service:${principal}` : principal;
};

test("what the engine lists for certain is given whatever is filled in, and what is given then is listed", () => {
  let [certain, given] = [0, 0];
  fc.assert(
    fc.property(
      openPolicy(changes),
      keyFacts,
      fc.array(sampleRequest, { minLength: 12, maxLength: 12 }),
      ({ open, fill }, facts, requests) => {
        const filled = fill.policy(open);
        const rows = listAccess(open, facts);
        for (const { example, via, undecided } of rows) {
          if (undecided !== undefined) continue;
          certain += 1;
          const { least } = decideRequest(
            filled,
            { ...example, principal: asked(fill.text(example.principal)) },
            facts,
          );
          expect(levelOf(least)).toBeGreaterThanOrEqual(via === "iam" ? 1 : 2);
        }
        for (const request of requests) {
          if (levelOf(decideRequest(filled, request, facts).least) === 0) continue;
          given += 1;
          expect(rows.some((row) => tells(row, request, namesIn([open]), facts))).toBe(true);
        }
      },
    ),
    { numRuns: runs },
  );
  expect([certain > runs, given > runs / 2]).toEqual([true, true]);
});

/** Whether a row speaks of a request: of the caller, or of somebody who may turn out to be it. */
const tells = (row: Access, request: AccessRequest, names: string, facts: KeyFacts): boolean =>
  row.actions.includes(request.action) &&
  (hasSymbol(row.principal) || /\b99\d{10}\b/.test(row.principal)
    ? row.when.length > 0
    : wordsFor(request.principal, names, facts).includes(row.principal) && holdsFor(row, request, facts));
