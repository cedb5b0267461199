import { expect, test } from "vitest";
import { judges } from "../../src/change/judges.ts";
import { lockoutReport } from "../../src/change/lockout-refusal.ts";
import type { Road } from "../../src/change/services.ts";
import { readWorld } from "../../src/world/read-world.ts";
import { policyOf } from "../support/worked-example.ts";
import { caller, policy, world, yes } from "./fakes.ts";

// What binds the caller beside the key policy, with the real judges: a change that leaves to IAM what the policy gave the caller by name.

const { account, arn } = caller;
const allow = (AWS: string) => ({ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" });
const before = policyOf({ Version: "2012-10-17", Statement: [allow(arn)] });
const after = policyOf({ Version: "2012-10-17", Statement: [allow(account)] });

const [everything, Resource] = [{ Effect: "Allow", Action: "*", Resource: "*" }, "*"];
const guard = (Condition: object = {}) => ({
  Effect: "Deny",
  Action: "kms:PutKeyPolicy",
  Resource,
  Condition,
});
const everybody = { Principal: "*" };

const person = {
  UserDetailList: [
    {
      ...{ Arn: arn, UserName: arn.slice(arn.lastIndexOf("/") + 1), UserId: "AIDAANA", Path: "/" },
      UserPolicyList: [{ PolicyName: "all", PolicyDocument: { Statement: everything } }],
    },
  ],
  RoleDetailList: [],
  GroupDetailList: [],
  Policies: [],
};

interface Levels {
  readonly scp?: readonly object[];
  readonly rcp?: readonly object[];
  readonly attachments?: object;
}

const organization = ({ scp = [everything], rcp = [], attachments }: Levels) => ({
  Organization: { Id: "o-a", MasterAccountId: "999988887777" },
  PolicyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
  Parents: { [account]: "r-1" },
  Policies: [
    ["scp", "SERVICE_CONTROL_POLICY", scp] as const,
    ["rcp", "RESOURCE_CONTROL_POLICY", rcp] as const,
    ["full", "SERVICE_CONTROL_POLICY", [everything]] as const,
  ].map(([Id, Type, Statement]) => ({
    PolicySummary: { Id, Name: Id, Type },
    Content: JSON.stringify({ Version: "2012-10-17", Statement }),
  })),
  Attachments: attachments ?? { "r-1": ["scp", "rcp"], [account]: ["full"] },
});

const unread = { NotRead: [{ What: "the policies of the organization", Because: "the caller may not" }] };

const reportWith = (...values: readonly object[]) => {
  const usual = world(policy());
  const known = readWorld([person, ...values].map((value, place) => ({ name: `${place}`, value })));
  const road: Road = {
    subject: { ...usual.subject, facts: { ...usual.subject.facts, account, partition: "aws" } },
    options: { ...yes, bypassLockoutCheck: false },
    services: { ...usual.services, judges, caller, ownWorld: () => Promise.resolve(known) },
  };
  return lockoutReport(road, before, after);
};

test.each<readonly [what: string, levels: Levels, refused: string | undefined, noted: string | undefined]>([
  ["nothing takes it away", {}, undefined, undefined],
  [
    "a service control policy denies it",
    { scp: [everything, guard()] },
    "service control policies",
    undefined,
  ],
  [
    "a level allows other services alone",
    { scp: [{ ...everything, Action: "s3:*" }] },
    "service control policies",
    undefined,
  ],
  [
    "a service control policy denies it elsewhere",
    { scp: [everything, guard({ ArnNotLike: { "aws:PrincipalArn": arn } })] },
    undefined,
    undefined,
  ],
  [
    "a resource control policy denies it",
    { rcp: [{ ...guard(), ...everybody }] },
    "resource control policies",
    undefined,
  ],
  [
    "a resource control policy spares the organization",
    { rcp: [{ ...guard({ StringNotEquals: { "aws:PrincipalOrgID": "o-a" } }), ...everybody }] },
    undefined,
    undefined,
  ],
  [
    "a Deny asks for an address",
    { scp: [everything, guard({ NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } })] },
    undefined,
    "aws:SourceIp",
  ],
  [
    "what is attached to a level is missing",
    { attachments: { [account]: ["full"] } },
    undefined,
    "not in the organization file",
  ],
  [
    "the text of a policy is missing",
    { attachments: { "r-1": ["full", "p-lost"], [account]: ["full"] } },
    undefined,
    "p-lost",
  ],
])("%s", async (_, levels, refused, noted) => {
  const { refusals, notes } = await reportWith(organization(levels));
  const told = refusals.map(({ message }) => message).join();
  expect(told).toContain(refused ?? "");
  expect(refusals).toHaveLength(refused === undefined ? 0 : 1);
  const uncertain = notes.filter((note) => note.includes("That is not certain"));
  expect(uncertain.join()).toContain(noted ?? "");
  expect(uncertain).toHaveLength(noted === undefined ? 0 : 1);
});

test("what may not be read of the organization is told, and refuses nothing", async () => {
  const { refusals, notes } = await reportWith(unread);
  expect(refusals).toEqual([]);
  expect(notes.join()).toContain(
    "They allow it; the policies of the organization could not be read: the caller may not.",
  );
});
