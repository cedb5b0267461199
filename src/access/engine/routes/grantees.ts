import { parseCaller } from "../../../policy/internal-caller.ts";
import type { Principal } from "../../../policy/principal.ts";
import type { KeyGrant } from "../../../world/types.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";
import { type Caller, iamCaller } from "../callers/caller.ts";
import { partitionOf } from "../callers/owner.ts";
import { firstKnown, organizationWith, valuesOfKey, valuesOfOrganization } from "./known-values.ts";
import { type Member, serviceMember, valuesOfCaller } from "./member.ts";

/**
 * Those whom grants name and nobody else here knows: services, principals of accounts without a directory, what is no
 * principal that a policy could name (KMS Developer Guide, "Grants in AWS KMS"), and whoever may retire a grant that such an
 * account made. Of them only what grants give is told: the rest is the key policy's to tell.
 */
export const granteesOf = (question: EffectiveQuestion, members: readonly Member[]): readonly Member[] => {
  const grants = question.world.grants ?? [];
  const named = [...new Set(grants.flatMap(namesIn))].flatMap((name) => memberNamed(name, question) ?? []);
  const issuers = new Set(grants.flatMap(({ issuingAccount }) => issuingAccount ?? []));
  const all = [...named, ...[...issuers].flatMap((account) => issuersIn(account, question))];
  const words = new Set(members.map(({ caller }) => caller.word));
  return all.flatMap((member) => {
    if (words.has(member.caller.word)) return [];
    words.add(member.caller.word);
    return { ...member, byGrantAlone: true as const };
  });
};

/** The root user of an account without a directory, and its other principals as one. */
const issuersIn = (account: string, question: EffectiveQuestion): readonly Member[] => {
  const arn = `arn:${question.key.facts.partition ?? "aws"}:iam::${account}:root`;
  const whole = memberNamed(arn, question);
  if (!whole) return [];
  const root: Caller = { ...whole.caller, word: `root-user:${account}`, kind: "root", names: [] };
  return [{ ...whole, kind: "root", caller: root }, whole];
};

/** Whom a grant names: its grantee, and who may retire it. */
export const namesIn = ({ grantee, retiring }: KeyGrant): readonly string[] =>
  retiring === undefined ? [grantee] : [grantee, retiring];

const memberNamed = (grantee: string, question: EffectiveQuestion): Member | undefined => {
  if (!grantee.startsWith("arn:")) return serviceMember(grantee, question.key.facts);
  const principal = parseCaller(grantee);
  const account = grantee.split(":")[4] ?? "";
  // Grants to a whole account are told of each of its principals, where those are known.
  if (principal.kind === "account" && question.world.directories.has(account)) return undefined;
  const organization = organizationWith(account, question.world.organizations);
  const caller = callerNamed(grantee, principal, question);
  return {
    ...{ kind: kindOf(principal), caller, person: undefined, account, organization },
    serviceLinked: "path" in principal && principal.path.startsWith("/aws-service-role/"),
    known: firstKnown(
      (key) => valuesOfCaller(key, caller),
      valuesOfKey(question.key.facts),
      valuesOfOrganization("principal", account, organization),
    ),
  };
};

const kindOf = ({ kind }: Principal): Member["kind"] =>
  kind === "role" || kind === "session" ? kind : "user";

const callerNamed = (grantee: string, principal: Principal, { key }: EffectiveQuestion): Caller => {
  const { facts, policy } = key;
  const role =
    principal.kind === "session"
      ? `arn:${principal.partition}:iam::${principal.account}:role/${principal.role}`
      : undefined;
  return iamCaller({
    word: principal.kind === "account" ? `account:${principal.account}` : grantee,
    kind: "principal",
    arn: role ?? grantee,
    example: grantee,
    names: role === undefined ? [grantee] : [grantee, role],
    own: (owner) => owner === `${partitionOf([policy], facts)}:${facts.account ?? ""}`,
  });
};
