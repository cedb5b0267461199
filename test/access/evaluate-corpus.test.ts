import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { matchesAction } from "../../src/access/evaluator/action.ts";
import { evaluate } from "../../src/access/evaluate.ts";
import { lockoutOf, nobodyCanManage } from "../../src/access/lockout.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { keyPolicyActions } from "../../src/policy/kms-actions.ts";
import type { Policy } from "../../src/policy/model.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { facts, owner, role, root, session, user } from "./evaluate-fixtures.ts";

const corpus = new URL("../corpus/", import.meta.url);

const policiesOf = (folder: string): readonly (readonly [string, Policy])[] =>
  readdirSync(new URL(folder, corpus))
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => {
      const text = readFileSync(new URL(`${folder}/${name}`, corpus), "utf8");
      const document = documentOf(parsePolicyText(text, "json"));
      return document ? [[name, readPolicy(document)] as const] : [];
    });

// `*` names no caller: it stands for the accounts that the policy mentions.
const namedIn = (policy: Policy): readonly string[] => {
  const accounts = [...new Set(JSON.stringify(policy).match(/\b\d{12}\b/g) ?? [owner])];
  return policy.statements
    .flatMap(({ principals }) => principals)
    .flatMap(({ type, value }) =>
      type === "Service" ? `service:${value}` : value === "*" ? accounts : value,
    );
};

const always = [root, owner, `root-user:${owner}`, user("A"), role("App"), session("App")];
const factsKnown: readonly KeyFacts[] = [facts, {}];

describe.each([
  ["valid", 250],
  ["invalid", 10],
  ["contested", 5],
])("%s policies of the corpus", (folder, atLeast) => {
  const policies = policiesOf(folder);

  test("are read", () => {
    expect(policies.length).toBeGreaterThanOrEqual(atLeast);
  });

  test("every question gets an answer, with a reason where it is not certain", () => {
    for (const [name, policy] of policies) {
      for (const principal of [...always, ...namedIn(policy)]) {
        for (const action of ["kms:Decrypt", "kms:PutKeyPolicy"]) {
          for (const known of factsKnown) {
            const answer = evaluate(policy, { principal, action, context: {} }, known);
            expect(["allowed", "needs-iam", "denied", "not-allowed"], name).toContain(answer.decision);
            expect(answer.undecided, name).not.toBe("");
          }
        }
      }
    }
  });

  test("the lockout is decided for everybody", () => {
    for (const [name, policy] of policies) {
      for (const arn of [root, user("A"), session("App")]) {
        const { reason, fragile } = lockoutOf(policy, { arn, account: owner }, facts, { before: policy });
        expect(reason, name).toMatch(/^[A-Z\w].*\.$/s);
        expect(
          fragile.filter(({ code }) => code === "no-account-root"),
          name,
        ).toEqual([]);
      }
    }
  });
});

const givesSomething = (policy: Policy, principal: string) =>
  keyPolicyActions.some((action) => {
    const { decision, otherwise } = evaluate(policy, { principal, action, context: {} }, {});
    return decision === "needs-iam" || decision === "allowed" || otherwise !== undefined;
  });

test("a valid policy gives something to somebody that it names; to nobody where it only denies or names none", () => {
  const giveNothing = policiesOf("valid").filter(
    ([, policy]) => !namedIn(policy).some((principal) => givesSomething(policy, principal)),
  );
  expect(giveNothing.map(([name]) => name)).toEqual([
    "071-aws-cloudformation-iam-policy-validator-test-resource-vali-l354.json",
    "097-cloud-copilot-differentaccount-l265.json",
    "281-data-perimeter-policy-examples-kms-key-policy.json",
  ]);
});

test("of the valid ones that allow kms:PutKeyPolicy, nobody can manage those that name none or deny all", () => {
  const allowsPut = ({ statements }: Policy) =>
    statements.some((one) => one.effect === "Allow" && matchesAction(one, "kms:PutKeyPolicy"));
  const lost = policiesOf("valid").filter(
    ([, policy]) => allowsPut(policy) && nobodyCanManage(policy, {}) !== undefined,
  );
  // The three of k9security deny everyone but ARNs of an account of eleven digits.
  expect(lost.map(([name]) => name)).toEqual([
    "071-aws-cloudformation-iam-policy-validator-test-resource-vali-l354.json",
    "167-k9securityio-k9example-l436.json",
    "168-k9securityio-k9example-l436.json",
    "169-k9securityio-k9example-l447.json",
  ]);
});
