import { type KeyFacts, withArnFacts } from "../../policy/key-facts.ts";
import { keyUsageOf } from "../../policy/key-usage.ts";
import type { RequestCaller } from "./caller.ts";
import { momentOf } from "./operators/date.ts";
import type { ContextEntries } from "./request-context.ts";

type Entry = readonly [string, readonly string[]];

/**
 * What the caller settles about the context (IAM User Guide, "Principal key values"). `arn` is its aws:PrincipalArn, `region` the key's.
 */
export const contextOfCaller = (
  caller: RequestCaller,
  arn: string | undefined,
  region?: string,
): ContextEntries => {
  if (caller.kind === "service") return contextOfService(caller.name, region);
  if (caller.kind === "unique-id") return notOfServices;
  const type = principalTypes.get(caller.kind);
  return [
    ...notOfServices,
    ...entry("aws:PrincipalAccount", caller.account),
    ...entry("kms:CallerAccount", caller.account),
    ...entry("aws:PrincipalArn", arn),
    ...entry("aws:PrincipalType", type),
    ...entry("aws:username", caller.kind === "user" ? caller.name : undefined),
    ...entry("aws:userid", caller.kind === "root-user" ? caller.account : undefined),
  ];
};

// The list holds all names of a service: `logs.amazonaws.com` and, for the instance of a Region, `logs.us-west-2.amazonaws.com` (IAM User
// Guide, "aws:PrincipalServiceNamesList").
const contextOfService = (name: string, region: string | undefined): ContextEntries => {
  const regional = /^([^.]+)\.[a-z]+(?:-[a-z]+)+-\d+\.(.+)$/.exec(name);
  const [first = "", ...rest] = name.split(".");
  const whole = regional ? `${regional[1] ?? ""}.${regional[2] ?? ""}` : undefined;
  const twin = whole ?? (region === undefined ? undefined : [first, region, ...rest].join("."));
  return [
    ["aws:PrincipalIsAWSService", ["true"]],
    ["aws:PrincipalServiceName", [name]],
    ["aws:PrincipalServiceNamesList", twin === undefined ? [name] : [name, twin]],
  ];
};

const notOfServices: ContextEntries = [
  ["aws:PrincipalIsAWSService", ["false"]],
  ["aws:PrincipalServiceName", []],
  ["aws:PrincipalServiceNamesList", []],
];

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

// The IAM User Guide calls these present in every request, and the KMS ones are properties of every key.
const always: ReadonlySet<string> = new Set([
  ...["aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:resourceaccount", "aws:userid"],
  "aws:viaawsservice",
  ...["kms:keyspec", "kms:keyusage", "kms:customermasterkeyspec", "kms:customermasterkeyusage"],
  ...["kms:keyorigin", "kms:multiregion"],
]);

/** Does every request carry the key (folded)? Then it is not known, never absent, where nothing tells its value. */
export const isOnEveryRequest = (key: string): boolean => /^template:/.test(key) || always.has(key);

/** The keys that tell the time, both where one of them is given. */
export const withMoment = (given: ContextEntries): ContextEntries => {
  const [current, epoch] = ["aws:currenttime", "aws:epochtime"].map((key) =>
    given.find(([name]) => name.toLowerCase() === key),
  );
  const moment = momentOf((current ?? epoch)?.[1][0] ?? "");
  if (moment === undefined || (current && epoch)) return given;
  const other = current ? String(moment / 1000) : new Date(moment).toISOString();
  return [...given, [current ? "aws:EpochTime" : "aws:CurrentTime", [other]]];
};

/**
 * Whether an AWS service makes the call on the caller's behalf: where nothing is given it is made directly, and where a key of such calls
 * is given it is not (IAM User Guide, "aws:ViaAWSService"; KMS Developer Guide, "kms:ViaService").
 */
export const withCallPath = (given: ContextEntries): ContextEntries => {
  if (given.some(([key]) => key.toLowerCase() === "aws:viaawsservice")) return given;
  const through = given.some(([key, values]) => values.length > 0 && ofForwardedCalls.test(key));
  return [...given, ["aws:ViaAWSService", [String(through)]]];
};

const ofForwardedCalls = /^(?:kms:viaservice|aws:calledvia(?:first|last)?)$/i;

// Thousands of requests are decided by the same facts.
const completed = new WeakMap<KeyFacts, KeyFacts>();
const settled = new WeakMap<KeyFacts, ContextEntries>();

/** The facts with what the key's ARN tells. */
export const withArnParts = (facts: KeyFacts): KeyFacts => {
  const known = completed.get(facts) ?? withArnFacts(facts);
  completed.set(facts, known);
  return known;
};

/**
 * What the key settles about the context of every request to it: its properties, its Region (keys are Regional), its owner, and that
 * the connection is encrypted, as KMS takes no other (KMS Developer Guide, "Condition keys"; IAM User Guide, "Global condition keys").
 */
export const contextOfKey = (facts: KeyFacts): ContextEntries => {
  const known = settled.get(facts) ?? entriesOfKey(facts);
  settled.set(facts, known);
  return known;
};

const entriesOfKey = (facts: KeyFacts): ContextEntries => [
  ["aws:SecureTransport", ["true"]],
  ...entry("aws:RequestedRegion", facts.region),
  ...entry("aws:ResourceAccount", facts.account),
  ...entry("kms:KeySpec", facts.spec),
  ...entry("kms:CustomerMasterKeySpec", facts.spec),
  ...entry("kms:KeyUsage", keyUsageOf(facts)),
  ...entry("kms:CustomerMasterKeyUsage", keyUsageOf(facts)),
  ...entry("kms:KeyOrigin", facts.origin),
  ...entry("kms:MultiRegion", facts.multiRegion?.toString()),
  ...(facts.multiRegion === false
    ? [["kms:MultiRegionKeyType", []] as const]
    : entry("kms:MultiRegionKeyType", facts.multiRegionKeyType)),
];

const entry = (key: string, value: string | undefined): readonly Entry[] =>
  value === undefined ? [] : [[key, [value]]];
