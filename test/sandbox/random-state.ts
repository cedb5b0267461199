import type { Random } from "../../src/sandbox/state/random.ts";
import { uncheckedPolicy } from "../../src/sandbox/policy/accept-policy.ts";
import { regionOf } from "../../src/sandbox/state/lookup.ts";
import { startState } from "../../src/sandbox/seed/start-state.ts";
import type { Account, SandboxState, StoredKey } from "../../src/sandbox/state/types.ts";

// Random states of the sandbox: small, and full of what decides.

export const owner = "111122223333";
export const partner = "444455556666";
export const region = "eu-west-1";
export const keyId = "1234abcd-12ab-34cd-56ef-1234567890ab";

/** Actions that a call with DryRun, or one that only reads, can try. */
export const tried = [
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:CreateGrant",
  "kms:DescribeKey",
  "kms:GetKeyPolicy",
  "kms:ListGrants",
] as const;

type Choose = <T>(items: readonly T[]) => T;

const arn = (what: string, account = owner): string => `arn:aws:iam::${account}:${what}`;
const text = (...Statement: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement });

const actionLists = [
  "kms:*",
  ["kms:Decrypt", "kms:DescribeKey"],
  ["kms:Encrypt", "kms:GenerateDataKey*"],
  "kms:Describe*",
  ["kms:CreateGrant", "kms:ListGrants"],
  ["kms:Get*", "kms:List*"],
  "kms:Decrypt",
  ["s3:*", "iam:Get*"],
  "*",
] as const;

const conditions = [
  ...[undefined, undefined, undefined, undefined],
  { StringEquals: { "kms:EncryptionContext:team": "red" } },
  { StringLike: { "kms:EncryptionContext:team": "r*" } },
  { StringNotEquals: { "kms:EncryptionContext:team": "blue" } },
  { Null: { "kms:EncryptionContext:team": "true" } },
  { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } },
  { StringNotEquals: { "aws:RequestedRegion": "us-east-1" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg" } },
  { StringEquals: { "kms:KeySpec": "RSA_2048" } },
] as const;

const identityConditions = [
  ...conditions,
  { StringEquals: { "aws:ResourceTag/team": "payments" } },
  { StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } },
  { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/app*" } },
  { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } },
] as const;

const resources = [
  "*",
  "*",
  `arn:aws:kms:*:${owner}:key/*`,
  "arn:aws:kms:us-east-1:*:key/*",
  `arn:aws:kms:${region}:${owner}:key/${keyId}`,
];

const identityStatement = (choose: Choose, deny: number): object => {
  const Condition = choose(identityConditions);
  const effect = choose([...Array<string>(9).fill("Allow"), ...Array<string>(deny).fill("Deny")]);
  const what = choose(["Action", "Action", "Action", "NotAction"]);
  const actions = what === "Action" ? choose(actionLists) : choose([["iam:*"], ["kms:Decrypt"], ["kms:*"]]);
  return { Effect: effect, [what]: actions, Resource: choose(resources), ...(Condition && { Condition }) };
};

const identityPolicy = (choose: Choose, deny = 2): string =>
  text(...Array.from({ length: choose([1, 1, 2, 3]) }, () => identityStatement(choose, deny)));

const keyPrincipals = [
  { AWS: arn("root") },
  { AWS: arn("root") },
  { AWS: arn("root") },
  { AWS: arn("role/App") },
  { AWS: [arn("role/Worker0"), arn("user/alice")] },
  { AWS: arn("user/team/bob") },
  { AWS: arn("root", partner) },
  { AWS: arn("role/Reader", partner) },
  { AWS: "*" },
] as const;

const keyStatement = (choose: Choose): object => {
  const Condition = choose(conditions);
  const isDeny = choose([false, false, false, false, true]);
  const principal = isDeny
    ? choose([
        { Principal: { AWS: arn("role/Worker1") } },
        { Principal: { AWS: arn("user/carol") } },
        { NotPrincipal: { AWS: [arn("root"), arn("role/App"), arn("role/Admin"), arn("user/alice")] } },
      ])
    : { Principal: choose(keyPrincipals) };
  return {
    Effect: isDeny ? "Deny" : "Allow",
    ...principal,
    ...{
      Action: choose([
        "kms:*",
        ["kms:Decrypt", "kms:Encrypt"],
        ["kms:DescribeKey", "kms:Get*"],
        "kms:Decrypt",
      ]),
    },
    Resource: "*",
    ...(Condition && { Condition }),
  };
};

/** A whole state that follows from the seed, and its key. */
export const randomState = (seed: string, random: Random): { state: SandboxState; key: StoredKey } => {
  const choose: Choose = (items) => {
    if (items.length === 0) throw new Error("nothing to choose from");
    return items[Math.floor(random.fraction() * items.length)] as (typeof items)[number];
  };
  const state = startState({ region, seed, now: Date.now(), extraKeys: 0 });
  const account = accountIn(state, owner);
  addWorkers(account, choose);
  for (const one of [account, accountIn(state, partner)]) fillIn(one, choose);
  organize(state, choose);
  const key = regionOf(state, owner, region).keys.get(keyId);
  if (!key) throw new Error("the sandbox has no such key");
  const policy = text(...Array.from({ length: choose([1, 2, 3, 4]) }, () => keyStatement(choose)));
  const sight = { state, now: Date.now(), faults: { propagation: 0 } };
  key.policies = [{ ...uncheckedPolicy(policy, sight), written: 0 }];
  key.grants = choose([0, 1]) === 0 ? [] : [grant(choose)];
  return { state, key };
};

const accountIn = (state: SandboxState, id: string): Account => {
  const account = state.accounts.get(id);
  if (!account) throw new Error(`the sandbox has no account ${id}`);
  return account;
};

const addWorkers = (account: Account, choose: Choose): void => {
  const app = account.roles.get("App");
  if (!app) throw new Error("the sandbox has no role App");
  for (let n = 0; n < 4; n++) {
    const id = `AROAWORKER${String(n).padStart(11, "0")}`;
    const tags = new Map(choose([[], [["team", choose(["payments", "red"])] as const]]));
    const fresh = { policies: new Map<string, string>(), attached: new Set<string>(), tags };
    account.roles.set(`Worker${n}`, { ...app, ...fresh, name: `Worker${n}`, id });
  }
};

/** Managed policies, some with a default version that is not the newest, inline ones, boundaries, groups. */
const fillIn = (account: Account, choose: Choose): void => {
  const managed = ["One", "Two", "Three"].map((name) => {
    const policy = arn(`policy/${name}`, account.id);
    const versions = new Map(["v1", "v2"].map((id) => [id, { text: identityPolicy(choose), created: 0 }]));
    const about = { arn: policy, name, path: "/", id: `ANPA${name.padEnd(17, "0")}`, created: 0 };
    account.managed.set(policy, { ...about, versions, inForce: choose(["v1", "v2"]) });
    return policy;
  });
  const boundaries = [
    ...managed,
    "arn:aws:iam::aws:policy/PowerUserAccess",
    "arn:aws:iam::aws:policy/ViewOnlyAccess",
  ];
  for (const one of [...account.users.values(), ...account.roles.values(), ...account.groups.values()]) {
    if (one.name === "admin" || one.path.startsWith("/aws-service-role/")) continue;
    one.policies.clear();
    if (choose([true, false])) one.policies.set("Inline", identityPolicy(choose));
    if (choose([true, false])) one.attached.add(choose(managed));
    if (!("members" in one) && choose([true, false, false])) one.boundary = choose(boundaries);
  }
};

const organize = (state: SandboxState, choose: Choose): void => {
  const { organization } = state;
  if (!organization) return;
  if (choose([true, false, false])) {
    Object.assign(state, { organization: undefined });
    return;
  }
  const add = (type: "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY", policy: string) => {
    const id = `p-random-${organization.policies.size}`;
    organization.policies.set(id, { id, name: id, type, awsManaged: false, text: policy });
    organization.attachments.get(choose([organization.root, "ou-exam-workload", owner]))?.add(id);
  };
  const deny = () => {
    const Condition = choose([undefined, ...conditions.slice(4)]);
    const Action = choose(["kms:*", "kms:Decrypt"]);
    return { Effect: "Deny", Action, Resource: "*", ...(Condition && { Condition }) };
  };
  if (choose([true, false])) add("SERVICE_CONTROL_POLICY", text(deny()));
  if (choose([true, false, false])) add("SERVICE_CONTROL_POLICY", identityPolicy(choose));
  if (choose([true, false, false])) add("RESOURCE_CONTROL_POLICY", text({ ...deny(), Principal: "*" }));
  if (choose([true, false, false])) organization.attachments.get(owner)?.delete("p-FullAWSAccess");
  if (choose([true, false, false, false, false])) organization.enabled.delete("SERVICE_CONTROL_POLICY");
};

const grant = (choose: Choose) => {
  const grantee = choose([arn("role/Worker2"), arn("user/alice"), arn("role/service/Backup")]);
  const equals = new Map([["team", "red"]]);
  return {
    ...{ id: "g1", token: "t1", grantee, issuer: arn("root"), created: 0 },
    operations: choose([["Decrypt"], ["Decrypt", "GenerateDataKey", "DescribeKey"]]),
    ...(choose([true, false]) && { constraints: choose([{ equals }, { subset: equals }]) }),
  };
};
