import { evaluateEffective } from "../../src/access/evaluate-effective.ts";
import type { CallCeilings, EffectiveQuestion } from "../../src/access/effective/types.ts";
import type { AccessRequest } from "../../src/access/types.ts";
import { listForPrincipal } from "../../src/access/what-can.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { readWorld } from "../../src/world/read-world.ts";
import type { BoundPolicy } from "../../src/world/types.ts";
import { policyOf } from "./worked-example.ts";

export const own = "111122223333";
export const other = "444455556666";
export const arn = (rest: string, account = own) => `arn:aws:iam::${account}:${rest}`;
const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** A statement of any policy: an Allow of kms:Decrypt, unless the rest says otherwise. */
export const says = (rest: object = {}): JsonValue => ({
  ...{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" },
  ...rest,
});
export const denies = (rest: object = {}): JsonValue => says({ Effect: "Deny", ...rest });
/** A statement of a key policy. */
export const lets = (who: string, rest: object = {}): JsonValue => says({ Principal: { AWS: who }, ...rest });
export const delegation = lets(arn("root"), { Action: "kms:*" });

/** A role or a user of an account as GetAccountAuthorizationDetails tells it. */
export interface Person {
  readonly account?: string;
  readonly kind?: "role" | "user";
  readonly path?: string;
  readonly name?: string;
  readonly iam?: readonly JsonValue[];
  readonly boundary?: readonly JsonValue[];
  readonly tags?: Readonly<Record<string, string>>;
  /** Whether the trust policy lets sessions bring tags. */
  readonly sessionTags?: boolean;
}

/** A key, and what is known of those who ask for it. */
export interface Setting {
  readonly key: readonly JsonValue[];
  readonly facts?: KeyFacts;
  readonly people?: readonly Person[];
  /** Policies over the key's account, each level by its target: `r-1`, `ou-a` or the account. */
  readonly scp?: Readonly<Record<string, readonly JsonValue[]>>;
  readonly rcp?: Readonly<Record<string, readonly JsonValue[]>>;
  /** Of the file that tells of the organization. */
  readonly organization?: object;
  readonly grants?: readonly object[];
  readonly ceilings?: { readonly [Name in keyof CallCeilings]: readonly JsonValue[] };
}

const textOf = (Statement: readonly JsonValue[]) => ({ Version: "2012-10-17", Statement });

/** The unique id of somebody: `AROAAPP00000000000000`. */
export const idOf = (kind: "AIDA" | "AROA", name: string): string =>
  kind + name.toUpperCase().padEnd(17, "0").slice(0, 17);

const detailOf = ({ account = own, kind = "role", path = "/", name = "App", ...rest }: Person) => {
  const Arn = arn(`${kind}${path}${name}`, account);
  const inline = (rest.iam ?? []).map((one, place) => ({
    PolicyName: `p${place + 1}`,
    PolicyDocument: textOf([one]),
  }));
  const common = {
    ...{ Arn, Path: path },
    ...(rest.boundary && { PermissionsBoundary: { PermissionsBoundaryArn: `${Arn}-lid` } }),
    Tags: Object.entries(rest.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  };
  if (kind === "user")
    return { ...common, UserName: name, UserId: idOf("AIDA", name), UserPolicyList: inline };
  const Action = rest.sessionTags === true ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole";
  const AssumeRolePolicyDocument = { Statement: { Effect: "Allow", Principal: "*", Action } };
  return {
    ...{ ...common, RoleName: name, RoleId: idOf("AROA", name), RolePolicyList: inline },
    AssumeRolePolicyDocument,
  };
};

const directoryOf = (account: string, people: readonly Person[]) => {
  const mine = people.filter((one) => (one.account ?? own) === account);
  const lids = mine.flatMap(({ boundary, kind = "role", path = "/", name = "App" }) =>
    boundary ? [{ Arn: `${arn(`${kind}${path}${name}`, account)}-lid`, text: textOf(boundary) }] : [],
  );
  return {
    UserDetailList: mine.filter(({ kind }) => kind === "user").map(detailOf),
    RoleDetailList: mine.filter(({ kind }) => kind !== "user").map(detailOf),
    GroupDetailList: [],
    Policies: lids.map(({ Arn, text }) => ({
      ...{ Arn, DefaultVersionId: "v1" },
      PolicyVersionList: [{ VersionId: "v1", IsDefaultVersion: true, Document: text }],
    })),
  };
};

const organizationOf = ({ scp = {}, rcp = {}, organization = {} }: Setting) => {
  const attached = [
    ...Object.entries(scp).map(([target, text]) => ({ target, text, Type: "SERVICE_CONTROL_POLICY" })),
    ...Object.entries(rcp).map(([target, text]) => ({ target, text, Type: "RESOURCE_CONTROL_POLICY" })),
  ].map((one, place) => ({ ...one, Id: `p-${place + 1}` }));
  const idsAt = (level: string) => attached.filter(({ target }) => target === level).map(({ Id }) => Id);
  return {
    Organization: { Id: "o-aaaa", MasterAccountId: "999988887777" },
    PolicyTypes: [scp, rcp].flatMap((type, place) =>
      Object.keys(type).length > 0 ? [`${["SERVICE", "RESOURCE"][place] ?? ""}_CONTROL_POLICY`] : [],
    ),
    Parents: { [own]: "ou-a", "ou-a": "r-1" },
    Policies: attached.map(({ Id, Type, text }) => ({
      PolicySummary: { Id, Type, Name: Id },
      Content: JSON.stringify(textOf(text)),
    })),
    Attachments: Object.fromEntries(["r-1", "ou-a", own].map((level) => [level, idsAt(level)])),
    ...organization,
  };
};

const bound = (name: string, statements: readonly JsonValue[]): readonly BoundPolicy[] => [
  { name, content: { policy: policyOf(textOf(statements)) } },
];

/** The question that a setting puts; the data comes as its files do. */
export const questionOf = (setting: Setting): EffectiveQuestion => {
  const { key, facts, people = [], grants, ceilings = {} } = setting;
  const accounts = [...new Set(people.map(({ account = own }) => account))];
  const values = [
    ...accounts.map((account) => directoryOf(account, people)),
    ...((setting.scp ?? setting.rcp ?? setting.organization) ? [organizationOf(setting)] : []),
    ...(grants ? [{ Grants: grants.map((grant) => ({ ...plainGrant, ...grant })) }] : []),
  ];
  return {
    key: {
      policy: policyOf(textOf(key)),
      facts: {
        ...{ arn: keyArn, account: own, partition: "aws", region: "eu-west-1", multiRegion: false },
        ...facts,
      },
    },
    world: readWorld(values.map((value, place) => ({ name: `${place}.json`, value }))),
    ceilings: {
      ...(ceilings.session && { session: bound("session", ceilings.session) }),
      ...(ceilings.endpoint && { endpoint: bound("endpoint", ceilings.endpoint) }),
    },
  };
};

const plainGrant = {
  ...{ GrantId: "g1", KeyId: keyArn, GranteePrincipal: arn("role/App") },
  ...{ IssuingAccount: arn("root"), Operations: ["Decrypt"] },
};

/** What a request comes to: `allowed`, `denied by scp`, or `perhaps: WHY` where it is undecided. */
export const decided = (setting: Setting, request: AccessRequest): string => {
  const { decision, stoppedBy, undecided } = evaluateEffective(request, questionOf(setting));
  if (undecided !== undefined) return `perhaps: ${undecided}`;
  return stoppedBy === undefined ? decision : `${decision} by ${stoppedBy}`;
};

/** What the list of all that a caller has tells of an action: `nothing`, `something` in any case, or `perhaps`. */
export const listed = (setting: Setting, { principal, action }: AccessRequest): string => {
  const lines = listForPrincipal(principal, questionOf(setting), [action]);
  if (lines.length === 0) return "nothing";
  return lines.some(({ undecided, when }) => undecided === undefined && when.some((way) => way.length === 0))
    ? "something"
    : "perhaps";
};
