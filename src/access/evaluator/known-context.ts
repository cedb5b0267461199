import type { KeyFacts } from "../../policy/key-facts.ts";
import type { RequestCaller } from "./caller.ts";
import type { ContextEntries } from "./request-context.ts";

type Entry = readonly [string, readonly string[]];

/** What the caller settles about the context (IAM User Guide, "Principal key values"). `arn` is its aws:PrincipalArn. */
export const contextOfCaller = (caller: RequestCaller, arn: string | undefined): ContextEntries => {
  if (caller.kind === "unique-id") return [["aws:PrincipalIsAWSService", ["false"]]];
  if (caller.kind === "service") return [["aws:PrincipalIsAWSService", ["true"]]];
  const type = principalTypes.get(caller.kind);
  return [
    ["aws:PrincipalIsAWSService", ["false"]],
    ...entry("aws:PrincipalAccount", caller.account),
    ...entry("kms:CallerAccount", caller.account),
    ...entry("aws:PrincipalArn", arn),
    ...entry("aws:PrincipalType", type),
    ...entry("aws:username", caller.kind === "user" ? caller.name : undefined),
  ];
};

const principalTypes = new Map([
  ["user", "User"],
  ["role", "AssumedRole"],
  ["session", "AssumedRole"],
  ["federated-user", "FederatedUser"],
  ["root-user", "Account"],
]);

/** Keys that some identity of an account has, without our knowing their values. */
export const keysOfSomeIdentity: ReadonlySet<string> = new Set([
  "aws:principalarn",
  "aws:principaltype",
  "aws:username",
]);

// Thousands of requests are decided by the same facts.
const completed = new WeakMap<KeyFacts, KeyFacts>();
const settled = new WeakMap<KeyFacts, ContextEntries>();

/** The facts with partition, Region and owner taken from the key's ARN, where nothing else tells them. */
export const withArnParts = (facts: KeyFacts): KeyFacts => {
  const known = completed.get(facts) ?? completedByArn(facts);
  completed.set(facts, known);
  return known;
};

const completedByArn = (facts: KeyFacts): KeyFacts => {
  const [, partition, , region, account] = facts.arn?.split(":") ?? [];
  return {
    ...facts,
    partition: facts.partition ?? partition,
    region: facts.region ?? region,
    account: facts.account ?? account,
  };
};

/** What the key settles about the context of every request to it (KMS condition keys for key properties). */
export const contextOfKey = (facts: KeyFacts): ContextEntries => {
  const known = settled.get(facts) ?? entriesOfKey(facts);
  settled.set(facts, known);
  return known;
};

const entriesOfKey = (facts: KeyFacts): ContextEntries => [
  ...entry("kms:KeySpec", facts.spec),
  ...entry("kms:CustomerMasterKeySpec", facts.spec),
  ...entry("kms:KeyUsage", facts.usage),
  ...entry("kms:CustomerMasterKeyUsage", facts.usage),
  ...entry("kms:KeyOrigin", facts.origin),
  ...entry("kms:MultiRegion", facts.multiRegion?.toString()),
  ...(facts.multiRegion === false
    ? [["kms:MultiRegionKeyType", []] as const]
    : entry("kms:MultiRegionKeyType", facts.multiRegionKeyType)),
];

const entry = (key: string, value: string | undefined): readonly Entry[] =>
  value === undefined ? [] : [[key, [value]]];
