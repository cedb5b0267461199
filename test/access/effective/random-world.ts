import fc from "fast-check";
import type { EffectiveQuestion } from "../../../src/access/effective/types.ts";
import type { AccessRequest } from "../../../src/access/types.ts";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import { readWorld } from "../../../src/world/read-world.ts";
import { policyOf } from "../../support/worked-example.ts";

/** Small worlds on purpose: few names, so that layers meet, overlap and contradict each other often. */
const own = "111122223333";
const other = "444455556666";
const management = "999988887777";
export const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const otherKey = `arn:aws:kms:eu-west-1:${own}:key/0987dcba-09fe-87dc-65ba-ab0987654321`;

type Json = JsonValue;
const some = <Item>(items: readonly Item[], least = 1, most = 3) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: least, maxLength: most });

const roleArn = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const linked = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
const roles = ["App", "team/Admin", "Build", linked];
const users = ["alice", "team/bob"];
const named = [
  ...[own, other].flatMap((account) => roles.map((name) => roleArn(account, name))),
  ...[own, other].flatMap((account) => users.map((name) => `arn:aws:iam::${account}:user/${name}`)),
  `arn:aws:sts::${own}:assumed-role/App/one`,
];
const principals = [...named, `arn:aws:iam::${own}:root`, own, `arn:aws:iam::${other}:root`, "*"];

const actions = some([
  ...["kms:*", "kms:Decrypt", "kms:Enc*", "kms:CreateGrant", "kms:PutKeyPolicy", "kms:Describe*", "*"],
  ...["s3:*", "kms:decrypt", "kms:Re*"],
]);
const notActions = some(["iam:*", "kms:Put*", "s3:*", "kms:Decrypt", "kms:*"], 1, 2);

const test = (operator: string, key: string, values: readonly string[]) =>
  some(values, 1, 2).map((chosen): Json => ({ [operator]: { [key]: chosen } }));

const conditions = [
  test("StringEquals", "kms:ViaService", ["s3.eu-west-1.amazonaws.com", "a"]),
  test("StringNotEqualsIfExists", "kms:ViaService", ["s3.eu-west-1.amazonaws.com", "a"]),
  test("StringNotEquals", "aws:SourceVpc", ["vpc-1", "vpc-2"]),
  test("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "10.1.0.0/16"]),
  test("BoolIfExists", "aws:MultiFactorAuthPresent", ["true", "false"]),
  test("StringEquals", "aws:PrincipalTag/team", ["red", "blue"]),
  test("StringNotEquals", "aws:PrincipalTag/team", ["red", "blue"]),
  test("StringLike", "kms:EncryptionContext:app", ["a*", "b", "${aws:PrincipalTag/team}"]),
  test("StringEquals", "aws:PrincipalOrgID", ["o-aaaa", "o-bbbb"]),
  test("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", ["o-aaaa/r-1/ou-a/*", "o-aaaa/*", "o-b*"]),
  test("ArnLike", "aws:PrincipalArn", [
    `arn:aws:iam::${own}:role/*`,
    "arn:aws:iam::*:user/*",
    roleArn(other, "App"),
  ]),
  test("ArnNotLike", "aws:PrincipalArn", [`arn:aws:iam::${own}:role/*`, roleArn(own, "team/Admin")]),
  test("StringEquals", "kms:CallerAccount", [own, other]),
  test("Null", "aws:PrincipalTag/team", ["true", "false"]),
  // Of a role's sessions it is known how their id begins.
  test("StringLike", "aws:userId", ["AROAAPP:*", "AROA*", "AIDAALICE", own]),
  test("StringNotLike", "aws:userId", ["AROAAPP:*", "AROAADMIN:*", "AIDA*", own]),
];
// Tags and aliases of the key are for IAM policies alone (KMS Developer Guide, "ABAC for AWS KMS"): in a key policy they are open.
const ofIam = [
  test("StringEquals", "aws:ResourceTag/team", [
    "red",
    "blue",
    "${aws:PrincipalTag/team}",
    "${aws:PrincipalTag/no, 'blue'}",
  ]),
  test("ForAnyValue:StringEquals", "kms:ResourceAliases", ["alias/app", "alias/no"]),
];
const perhaps = (tests: readonly fc.Arbitrary<Json>[]) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant<Json>({}) }, { weight: 4, arbitrary: fc.oneof(...tests) });
const condition = perhaps([...conditions, ...ofIam]);
const keyCondition = perhaps(conditions);

const resources = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Json>({ Resource: "*" }) },
  {
    weight: 3,
    arbitrary: some([
      ...[keyArn, otherKey, `arn:aws:kms:*:${own}:key/*`, "arn:*:kms:*:*:key/*", "arn:aws:kms:us-east-1:*:*"],
      ...[`arn:aws:kms:eu-west-1:${own}:alias/app`, "arn:aws:kms:*:*:key/${aws:PrincipalTag/key}"],
    ]).map((Resource): Json => ({ Resource })),
  },
  { weight: 1, arbitrary: some([keyArn, otherKey], 1, 1).map((NotResource): Json => ({ NotResource })) },
);

const doing = fc.oneof(
  { weight: 5, arbitrary: actions.map((Action): Json => ({ Action })) },
  { weight: 1, arbitrary: notActions.map((NotAction): Json => ({ NotAction })) },
);

const merged = (parts: readonly Json[]): Json => Object.assign({}, ...parts) as Json;
const effect = (deny: number) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant("Allow") }, { weight: deny, arbitrary: fc.constant("Deny") });

const iamStatement = fc
  .tuple(effect(2), doing, resources, condition)
  .map(([Effect, what, on, Condition]) => merged([{ Effect }, what, on, { Condition }]));
const keyStatement = fc
  .tuple(
    effect(1),
    fc.oneof(
      { weight: 6, arbitrary: some(principals).map((AWS): Json => ({ Principal: { AWS } })) },
      {
        weight: 1,
        arbitrary: some(principals.slice(0, -1), 1, 4).map((AWS): Json => ({ NotPrincipal: { AWS } })),
      },
    ),
    doing,
    keyCondition,
  )
  .map(([Effect, who, what, Condition]) => merged([{ Effect, Resource: "*" }, who, what, { Condition }]));

const document = (statement: fc.Arbitrary<Json>, most: number) =>
  fc
    .array(statement, { minLength: 1, maxLength: most })
    .map((Statement): Json => ({ Version: "2012-10-17", Statement }));
const iamDocument = document(iamStatement, 2);

const delegation: Json = {
  ...{ Effect: "Allow", Action: "kms:*", Resource: "*" },
  Principal: { AWS: `arn:aws:iam::${own}:root` },
};
const keyPolicy = fc
  .tuple(fc.boolean(), fc.array(keyStatement, { minLength: 1, maxLength: 4 }))
  .map(([handsOver, rest]): Json => ({
    Version: "2012-10-17",
    Statement: handsOver ? [delegation, ...rest] : rest,
  }));

const tags = fc
  .tuple(fc.constantFrom("red", "blue", undefined), fc.boolean())
  .map(([team, key]) => [
    ...(team === undefined ? [] : [{ Key: "team", Value: team }]),
    ...(key ? [{ Key: "key", Value: keyArn.split("/")[1] ?? "" }] : []),
  ]);

const managed = ["use", "admin", "missing"].map((name) => `arn:aws:iam::${own}:policy/${name}`);
const details = fc.record({
  documents: fc.array(iamDocument, { maxLength: 2 }),
  // Now and then the data lacks the text of a managed policy.
  attached: fc.oneof(
    { weight: 19, arbitrary: some(managed.slice(0, 2), 0, 2) },
    { weight: 1, arbitrary: some(managed, 1, 3) },
  ),
  boundary: fc.constantFrom(undefined, undefined, undefined, ...managed),
  tags,
  tagSession: fc.boolean(),
});

type Details = typeof details extends fc.Arbitrary<infer Value> ? Value : never;

const shared = ({ documents, attached, boundary, tags: Tags }: Details, inline: string) => ({
  [inline]: documents.map((PolicyDocument, place) => ({ PolicyName: `p${place}`, PolicyDocument })),
  AttachedManagedPolicies: attached.map((PolicyArn) => ({ PolicyArn })),
  ...(boundary && { PermissionsBoundary: { PermissionsBoundaryArn: boundary } }),
  Tags,
});

const splitName = (name: string) => {
  const parts = name.split("/");
  const last = parts.pop() ?? "";
  return { name: last, Path: parts.length === 0 ? "/" : `/${parts.join("/")}/` };
};

const roleOf = (account: string, full: string, detail: Details) => {
  const { name, Path } = splitName(full);
  const Action = detail.tagSession ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole";
  return {
    ...{ RoleName: name, Path, RoleId: `AROA${name.toUpperCase()}`, Arn: roleArn(account, full) },
    AssumeRolePolicyDocument: { Statement: { Effect: "Allow", Principal: "*", Action } },
    ...shared(detail, "RolePolicyList"),
  };
};

const userOf = (account: string, full: string, detail: Details, groups: readonly string[]) => {
  const { name, Path } = splitName(full);
  return {
    ...{
      UserName: name,
      Path,
      UserId: `AIDA${name.toUpperCase()}`,
      Arn: `arn:aws:iam::${account}:user/${full}`,
    },
    GroupList: groups,
    ...shared(detail, "UserPolicyList"),
  };
};

const dump = (account: string) =>
  fc
    .record({
      roles: fc.tuple(...roles.map(() => details)),
      users: fc.tuple(...users.map(() => details)),
      groups: some(["devs"], 0, 1),
      texts: fc.tuple(iamDocument, iamDocument, iamDocument),
    })
    .map((drawn) => ({
      RoleDetailList: roles.map((name, place) => roleOf(account, name, at(drawn.roles, place))),
      UserDetailList: users.map((name, place) => userOf(account, name, at(drawn.users, place), drawn.groups)),
      GroupDetailList: [
        {
          ...{ GroupName: "devs", Arn: `arn:aws:iam::${account}:group/devs` },
          GroupPolicyList: [{ PolicyName: "g", PolicyDocument: drawn.texts[2] }],
        },
      ],
      Policies: managed.slice(0, 2).map((Arn, place) => ({
        ...{ Arn, DefaultVersionId: "v1" },
        PolicyVersionList: [{ VersionId: "v1", Document: at(drawn.texts, place) }],
      })),
    }));

const at = <Item>(items: readonly Item[], place: number): Item => {
  const item = items[place];
  if (item === undefined) throw new Error("drawn too few");
  return item;
};

const full: Json = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const scpText = fc.oneof({ weight: 2, arbitrary: fc.constant(full) }, { weight: 1, arbitrary: iamDocument });
const rcpText = document(
  fc
    .tuple(doing, condition)
    .map(([what, Condition]) => merged([{ Effect: "Deny", Resource: "*" }, what, { Condition }])),
  1,
);
const organization = fc
  .record({
    scp: fc.tuple(scpText, scpText, scpText),
    rcp: rcpText,
    types: some(["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"], 0, 2),
    rcpAt: some(["r-1", "ou-a", own], 0, 1),
    apart: fc.boolean(),
    // Mostly whole; sometimes a level is missing, or an account's place may not be read.
    broken: fc.constantFrom("", "", "", "", "", "parent", "attachment", "place"),
  })
  .map(({ scp, rcp, types, rcpAt, apart, broken }) => {
    const targets = ["r-1", "ou-a", own, other, management];
    return {
      Organization: { Id: "o-aaaa", MasterAccountId: management },
      PolicyTypes: types,
      Parents: {
        ...{ [own]: broken === "place" ? null : "ou-a", [management]: "r-1" },
        ...(broken === "parent" ? {} : { "ou-a": "r-1" }),
        ...(apart ? {} : { [other]: "r-1" }),
      },
      Policies: [
        ...scp.map((text, place) => ({
          PolicySummary: { Id: `p-${place}`, Name: `scp${place}`, Type: "SERVICE_CONTROL_POLICY" },
          Content: JSON.stringify(text),
        })),
        {
          PolicySummary: { Id: "p-r", Name: "rcp", Type: "RESOURCE_CONTROL_POLICY" },
          Content: JSON.stringify(rcp),
        },
      ],
      Attachments: Object.fromEntries(
        targets.flatMap((target, place) =>
          broken === "attachment" && target === "ou-a"
            ? []
            : [[target, [`p-${place % 3}`, ...(rcpAt.includes(target) ? ["p-r"] : [])]] as const],
        ),
      ),
    };
  });

const grant = fc
  .record({
    GranteePrincipal: fc.constantFrom(...named),
    Operations: some(["Decrypt", "Encrypt", "CreateGrant", "DescribeKey"]),
    IssuingAccount: fc.constantFrom(`arn:aws:iam::${own}:root`, `arn:aws:iam::${other}:root`),
    Constraints: fc.constantFrom<Json>(
      {},
      { EncryptionContextSubset: { app: "ab" } },
      { EncryptionContextEquals: { app: "ab" } },
    ),
  })
  .map((drawn) => ({ GrantId: "g", ...drawn }));

/** What the data lacks: an account as a whole, and people by the last part of their ARNs. */
interface Lacking {
  readonly accounts: readonly string[];
  readonly people: readonly string[];
}

type Dump = Readonly<Record<"RoleDetailList" | "UserDetailList", readonly { readonly Arn: string }[]>>;

const without = (dumped: Dump, { people }: Lacking): object => {
  const has = ({ Arn }: { readonly Arn: string }) => !people.some((name) => Arn.endsWith(name));
  const [RoleDetailList, UserDetailList] = [
    dumped.RoleDetailList.filter(has),
    dumped.UserDetailList.filter(has),
  ];
  return { ...dumped, RoleDetailList, UserDetailList };
};

const questions = (missing: fc.Arbitrary<Lacking>) =>
  fc
    .record({
      missing,
      policies: fc.tuple(keyPolicy, keyPolicy),
      dumps: fc.tuple(dump(own), dump(other)),
      foreign: fc.boolean(),
      organization: fc.option(organization, { nil: undefined }),
      grants: fc.option(fc.array(grant, { maxLength: 3 }), { nil: undefined }),
      team: fc.constantFrom("red", "blue", undefined),
      aliases: some(["alias/app", "alias/b"], 0, 2),
    })
    .map(({ missing: lacking, policies, dumps, foreign, organization: org, grants, team, aliases }) => {
      const values = [
        ...(lacking.accounts.includes(own) ? [] : [without(dumps[0], lacking)]),
        ...(foreign ? [without(dumps[1], lacking)] : []),
        ...(org ? [org] : []),
        ...(grants ? [{ Grants: grants }] : []),
      ];
      const world = readWorld(values.map((value, place) => ({ name: `${place}`, value })));
      const facts = { arn: keyArn, partition: "aws", region: "eu-west-1", account: own, multiRegion: false };
      const tagged = new Map(team === undefined ? [] : [["team", team] as const]);
      const [before, after] = policies.map((policy): EffectiveQuestion => ({
        key: { policy: policyOf(policy), facts: { ...facts, tags: tagged, aliases } },
        world,
        ceilings: {},
      }));
      return { before: before as EffectiveQuestion, after: after as EffectiveQuestion, foreign };
    });

/** A key with two policies, in a world of two accounts, an organization and grants, each of which may be missing. */
export const randomQuestions = questions(fc.constant({ accounts: [], people: [] }));

/** The same in worlds of which the data lacks people, or the key's own account. */
export const partialQuestions = questions(
  fc.record({ accounts: some([own], 0, 1), people: some([...roles, ...users], 0, 4) }),
);

const present = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });

/** A request by somebody whom the directories know, of an action that the worlds speak of. */
export const randomRequest: fc.Arbitrary<AccessRequest> = fc
  .record({
    principal: fc.constantFrom(...named, `root-user:${own}`, `root-user:${other}`),
    action: fc.constantFrom(
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:CreateGrant",
      "kms:PutKeyPolicy",
      "kms:DescribeKey",
      "kms:ReEncryptFrom",
    ),
    context: fc.record({
      "kms:ViaService": present(fc.constantFrom("s3.eu-west-1.amazonaws.com", "a", "b")),
      "aws:SourceVpc": present(fc.constantFrom("vpc-1", "vpc-3")),
      "aws:SourceIp": present(fc.constantFrom("10.0.0.1", "10.1.0.1", "192.0.2.1")),
      "aws:MultiFactorAuthPresent": present(fc.constantFrom("true", "false")),
      "aws:PrincipalTag/team": present(fc.constantFrom("red", "blue")),
      "kms:EncryptionContext:app": present(fc.constantFrom("ab", "b", "red", "c")),
    }),
  })
  .map(({ context, ...request }) => ({
    ...request,
    context: Object.fromEntries(
      Object.entries({ ...context, "aws:userid": userIdOf(request.principal) }).flatMap(([key, value]) =>
        value === undefined || !carries(request.action, key) ? [] : [[key, value] as const],
      ),
    ),
  }));

// The id of the directories, of a role with a session's name: a condition on it is asked of the request alone, too.
const userIdOf = (principal: string): string | undefined => {
  const [, kind = "", session] = /:(role|user|assumed-role)\/.*?([^/]*)$/.exec(principal) ?? [];
  const name =
    principal
      .split("/")
      .at(kind === "assumed-role" ? -2 : -1)
      ?.toUpperCase() ?? "";
  if (kind === "user") return `AIDA${name}`;
  return kind === "" ? undefined : `AROA${name}:${kind === "role" ? "some" : (session ?? "")}`;
};

// Only operations with an encryption context carry it (KMS Developer Guide, "kms:EncryptionContext").
const carries = (action: string, key: string): boolean =>
  !key.startsWith("kms:EncryptionContext") || !["kms:PutKeyPolicy", "kms:DescribeKey"].includes(action);
