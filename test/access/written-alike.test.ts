import { expect, test } from "vitest";
import { listAccess } from "../../src/access/list-access.ts";
import { app, facts, other, own, policyOf } from "./compare-fixtures.ts";
import { from } from "./sources.ts";

// The engine works out once what statements say that are written alike, and who gains alike is told together. Here all is alike but
// for one thing, and that one counts.

const reader = `arn:aws:iam::${own}:role/Reader`;
const arn = `arn:aws:kms:eu-west-1:${own}:key/1`;

test(`Action and NotAction of the same list (${from.notAction})`, () => {
  const list = ["kms:Decrypt", "kms:Encrypt"];
  const policy = policyOf([
    { Action: list },
    { Principal: { AWS: reader }, Action: undefined, NotAction: list },
  ]);
  const actionsOf = (principal: string) =>
    listAccess(policy, facts).flatMap((entry) => (entry.principal === principal ? entry.actions : []));
  expect([...actionsOf(app)].sort()).toEqual(list);
  expect(actionsOf(reader)).toContain("kms:PutKeyPolicy");
  for (const action of list) expect(actionsOf(reader)).not.toContain(action);
});

test(`Resource and NotResource of the same list (${from.resourceElement})`, () => {
  const policy = policyOf([
    { Resource: [arn] },
    { Principal: { AWS: reader }, Resource: undefined, NotResource: [arn] },
  ]);
  expect(listAccess(policy, { ...facts, arn }).map(({ principal }) => principal)).toEqual([app]);
});

test(`who is told together is proved each by a request of its own (${from.choice})`, () => {
  const roles = ["A", "B", "C"].map((name) => `arn:aws:iam::${own}:role/${name}`);
  const proved = listAccess(policyOf([{ Principal: { AWS: roles } }]), facts).map(
    ({ principal, example, undecided }) => [...[principal, example.principal, undecided]],
  );
  expect(proved).toEqual(roles.map((role) => [role, role, undefined]));
});

test(`roles of two accounts, either of which may own the key: what rests on it is not decided (${from.crossAccount})`, () => {
  const roles = [own, other].map((account) => `arn:aws:iam::${account}:role/App`);
  const policy = policyOf([{ Principal: { AWS: roles }, Action: "kms:PutKeyPolicy" }]);
  const proved = listAccess(policy, { account: undefined, partition: "aws" });
  expect(proved.map(({ principal, via, undecided }) => [principal, via, undecided])).toEqual(
    roles.map((role) => [role, "key-policy", "the account that owns the key is not known"]),
  );
});
