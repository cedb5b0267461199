import { expect, test } from "vitest";
import { evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import { listWithWorld } from "../../../src/access/with-world.ts";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import { readWorld } from "../../../src/world/read-world.ts";
import { policyOf } from "../../support/worked-example.ts";

// One thing that is not known leaves an answer open, and so do two: they are no silence, whichever layer they stand in.

const own = "111122223333";
const arn = (rest: string) => `arn:aws:iam::${own}:${rest}`;
const facts = {
  ...{ arn: `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`, account: own },
  ...{ partition: "aws", region: "eu-west-1", multiRegion: false },
};
const use = { Statement: { Effect: "Allow", Action: "kms:*", Resource: "*" } };
const role = (attached: readonly string[], inline: readonly object[] = []) => ({
  ...{ UserDetailList: [], GroupDetailList: [], Policies: [] },
  RoleDetailList: [
    {
      ...{ RoleName: "App", Arn: arn("role/App"), Path: "/", RoleId: "AROAAPP" },
      RolePolicyList: inline.map((PolicyDocument) => ({ PolicyName: "p", PolicyDocument })),
      AttachedManagedPolicies: attached.map((name) => ({
        PolicyName: name,
        PolicyArn: arn(`policy/${name}`),
      })),
    },
  ],
});
const organization = (ids: readonly string[]) => ({
  Organization: { Id: "o-aaaa", MasterAccountId: "999988887777" },
  ...{ PolicyTypes: ["SERVICE_CONTROL_POLICY"], Parents: { [own]: "r-1" } },
  ...{ Policies: [], Attachments: { "r-1": ids, [own]: ids } },
});
const handedOver: JsonValue = { Effect: "Allow", Principal: { AWS: own }, Action: "kms:*", Resource: "*" };
test.each<readonly [what: string, data: readonly object[], statements: readonly JsonValue[], open: RegExp[]]>(
  [
    ["a managed policy without a text", [role(["a"])], [handedOver], [/\ba: /]],
    ["two of them", [role(["a", "b"])], [handedOver], [/\ba: /, /\bb: /]],
    [
      "a service control policy without a text",
      [role([], [use]), organization(["p-1"])],
      [handedOver],
      [/p-1: /],
    ],
    [
      "two of them at a level",
      [role([], [use]), organization(["p-1", "p-2"])],
      [handedOver],
      [/p-1: /, /p-2: /],
    ],
  ],
)("%s leaves it undecided, and is told", (_, data, statements, open) => {
  const world = readWorld(data.map((value, place) => ({ name: `${place}`, value })));
  const policy = policyOf({ Version: "2012-10-17", Statement: statements });
  const question = { key: { policy, facts }, world, ceilings: {} };
  const request = { principal: arn("role/App"), action: "kms:Decrypt", context: {} };
  const { undecided = "" } = evaluateEffective(request, question);
  for (const part of open) expect(undecided).toMatch(part);
  const lines = listWithWorld(question, ["kms:Decrypt"]);
  expect(lines.some(({ principal }) => principal === arn("role/App"))).toBe(true);
});
