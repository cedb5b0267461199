import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// What is easily got wrong when all layers are put together, one row a trap, through the program: who may, and who is stopped by what.

const [own, other, boss] = ["111122223333", "444455556666", "999988887777"] as const;
const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const awsPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const roleArn = (name: string, account: string = own) => `arn:aws:iam::${account}:role/${name}`;
const serviceRole = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

type Json = Readonly<Record<string, unknown>>;
const document = (...statements: readonly Json[]) => ({ Version: "2012-10-17", Statement: statements });
const allow = (more: Json): Json => ({ Effect: "Allow", Action: "kms:Decrypt", Resource: "*", ...more });
const deny = (more: Json): Json => allow({ Effect: "Deny", ...more });
const delegation = allow({ Principal: { AWS: `arn:aws:iam::${own}:root` }, Action: "kms:*" });
const names = (principal: string, more: Json = {}) => allow({ Principal: { AWS: principal }, ...more });

/** The texts of managed policies that directories may attach. */
const managed: Readonly<Record<string, Json>> = {
  AdministratorAccess: document(allow({ Action: "*" })),
  PowerUserAccess: document({
    Effect: "Allow",
    NotAction: ["iam:*", "organizations:*", "account:*"],
    Resource: "*",
  }),
  ReadOnlyAccess: document(allow({ Action: ["kms:Describe*", "kms:Get*", "kms:List*"] })),
  NoKms: document(allow({ Action: "s3:*" })),
};

interface Person extends Json {
  readonly has?: readonly (Json | string)[];
}

const policiesOf = (has: readonly (Json | string)[] = []) => ({
  inline: has.flatMap((one, i) =>
    typeof one === "string" ? [] : [{ PolicyName: `p${i}`, PolicyDocument: document(one) }],
  ),
  attached: has.flatMap((one) =>
    typeof one === "string" ? [{ PolicyName: one, PolicyArn: awsPolicy(one) }] : [],
  ),
});

const trust = document({
  Effect: "Allow",
  Principal: { Service: "ec2.amazonaws.com" },
  Action: "sts:AssumeRole",
});

const role = (path: string, { has, ...more }: Person = {}, account: string = own): Json => {
  const name = path.split("/").at(-1) ?? "";
  const { inline, attached } = policiesOf(has);
  return {
    Path: `/${path.slice(0, path.length - name.length)}`,
    RoleName: name,
    RoleId: `AROA${name.toUpperCase().padEnd(17, "X").slice(0, 17)}`,
    Arn: roleArn(path, account),
    AssumeRolePolicyDocument: trust,
    RolePolicyList: inline,
    AttachedManagedPolicies: attached,
    Tags: [],
    ...more,
  };
};

const boundary = (name: string): Json => ({
  PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: awsPolicy(name) },
});

const user = (name: string, { has, ...more }: Person = {}): Json => {
  const { inline, attached } = policiesOf(has);
  const id = `AIDA${name.toUpperCase().padEnd(17, "X")}`;
  return {
    ...{ Path: "/", UserName: name, UserId: id, Arn: `arn:aws:iam::${own}:user/${name}`, GroupList: [] },
    ...{ UserPolicyList: inline, AttachedManagedPolicies: attached, Tags: [], ...more },
  };
};

const versioned = (name: string, texts: readonly Json[], standard: number): Json => ({
  PolicyName: name,
  Arn: awsPolicy(name),
  DefaultVersionId: `v${standard}`,
  PolicyVersionList: texts.map((Document, i) => ({
    VersionId: `v${i + 1}`,
    IsDefaultVersion: i + 1 === standard,
    Document,
  })),
});

const iam = (
  roles: readonly Json[],
  users: readonly Json[] = [],
  groups: readonly Json[] = [],
  policies: readonly Json[] = [],
): Json => ({
  UserDetailList: users,
  GroupDetailList: groups,
  RoleDetailList: roles,
  Policies: [...Object.entries(managed).map(([name, text]) => versioned(name, [text], 1)), ...policies],
});

const all = document(allow({ Action: "*" }));

/** An organization of one OU with both accounts; what is attached to the OU beside the full policies is `scp` and `rcp`. */
const organization = (
  scp: readonly Json[] | "no-level",
  rcp: readonly Json[] = [],
  more: Json = {},
): Json => {
  const kept = (kind: string, statements: readonly Json[]) =>
    statements.map((statement, i) => ({
      PolicySummary: {
        Id: `p-${kind}${i}`,
        Name: `${kind}${i}`,
        Type: kind === "scp" ? "SERVICE_CONTROL_POLICY" : "RESOURCE_CONTROL_POLICY",
        AwsManaged: false,
      },
      Content: JSON.stringify(document(statement)),
    }));
  const full = (Id: string, Type: string) => ({
    PolicySummary: { Id, Name: Id.slice(2), Type, AwsManaged: true },
    Content: JSON.stringify(all),
  });
  const scps = scp === "no-level" ? [] : kept("scp", scp);
  const everywhere = ["p-FullAWSAccess", "p-RCPFullAWSAccess"];
  return {
    Organization: { Id: "o-aaaa", MasterAccountId: boss },
    PolicyTypes: ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"],
    Parents: { [own]: "ou-a", [other]: "ou-a", [boss]: "r-1", "ou-a": "r-1" },
    Policies: [
      full("p-FullAWSAccess", "SERVICE_CONTROL_POLICY"),
      full("p-RCPFullAWSAccess", "RESOURCE_CONTROL_POLICY"),
      ...scps,
      ...kept("rcp", rcp),
    ],
    Attachments: {
      ...Object.fromEntries(["r-1", own, other, boss].map((target) => [target, everywhere])),
      "ou-a": [
        ...(scp === "no-level" ? ["p-RCPFullAWSAccess"] : everywhere),
        ...scps.map((one) => one.PolicySummary.Id),
        ...rcp.map((_, i) => `p-rcp${i}`),
      ],
    },
    ...more,
  };
};

const grant = (GranteePrincipal: string, more: Json = {}): Json => ({
  Grants: [
    {
      ...{ KeyId: keyArn, GrantId: "g1", GranteePrincipal, Operations: ["Decrypt", "DescribeKey"] },
      ...{ IssuingAccount: `arn:aws:iam::${own}:root`, ...more },
    },
  ],
});

interface Row {
  readonly key: readonly Json[];
  readonly data: readonly Json[];
  readonly who: string;
  readonly action?: string;
  readonly flags?: readonly string[];
}

interface Answer {
  readonly decision?: string;
  readonly undecided?: string;
  readonly stoppedBy?: string;
  readonly error?: { readonly code: string };
}

const ask = async ({ key, data, who, action = "kms:Decrypt", flags = [] }: Row) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-traps-"));
  const file = async (name: string, value: Json) => {
    await writeFile(join(state, name), JSON.stringify(value));
    return join(state, name);
  };
  const policy = await file("policy.json", document(...key));
  const paths = await Promise.all(data.map((one, i) => file(`data-${i}.json`, one)));
  const given = paths.flatMap((path) => ["--iam-data", path]);
  const words = ["can", policy, who, action, "--key-arn", keyArn, "--json", ...given, ...flags];
  const { stdout } = await within({ state }, words);
  const { decision, undecided, stoppedBy, error } = JSON.parse(stdout) as Answer;
  if (error) return error.code;
  return [
    undecided === undefined ? decision : "undecided",
    ...(stoppedBy === undefined ? [] : [stoppedBy]),
  ].join(" by ");
};

const region = (operator: string, value: string) => ({
  Condition: { [operator]: { "aws:RequestedRegion": value } },
});
const admin = role("App", { has: ["AdministratorAccess"] });
const build = role("Build", { has: ["AdministratorAccess"] });
const appId = `AROA${"APP".padEnd(17, "X")}`;
const sparing = (operator: string, ...ids: readonly string[]) =>
  deny({ Principal: "*", Condition: { [operator]: { "aws:userId": ids } } });
const session = `arn:aws:sts::${own}:assumed-role/App/one`;

test.each<readonly [trap: string, source: string, row: Row, expected: string]>([
  // 1
  [
    "a guard on the Region in IAM is met by the key's Region",
    "IAM, aws:RequestedRegion",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            has: ["AdministratorAccess", deny({ Action: "*", ...region("StringNotEquals", "eu-west-1") })],
          }),
        ]),
      ],
      who: "role/App",
    },
    "allowed",
  ],
  [
    "and one on another Region is not",
    "IAM, aws:RequestedRegion",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            has: ["AdministratorAccess", deny({ Action: "*", ...region("StringNotEquals", "us-east-1") })],
          }),
        ]),
      ],
      who: "role/App",
    },
    "denied by iam",
  ],
  [
    "every call to KMS is encrypted",
    "IAM, aws:SecureTransport",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            has: [
              "AdministratorAccess",
              deny({ Action: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
            ],
          }),
        ]),
      ],
      who: "role/App",
    },
    "allowed",
  ],
  // 2
  [
    "without a boundary nothing is capped",
    "IAM, Permissions boundaries",
    { key: [delegation], data: [iam([admin])], who: "role/App" },
    "allowed",
  ],
  [
    "a boundary that says nothing of kms caps all of it",
    "IAM, Permissions boundaries",
    {
      key: [delegation],
      data: [iam([role("App", { has: ["AdministratorAccess"], ...boundary("NoKms") })])],
      who: "role/App",
    },
    "not-allowed by boundary",
  ],
  [
    "a boundary whose text is missing is not known",
    "IAM, Permissions boundaries",
    {
      key: [delegation],
      data: [iam([role("App", { has: ["AdministratorAccess"], ...boundary("Missing") })])],
      who: "role/App",
    },
    "undecided by boundary",
  ],
  // 3
  [
    "a level without any SCP denies",
    "Organizations, SCP evaluation",
    { key: [delegation], data: [iam([admin]), organization("no-level")], who: "role/App" },
    "denied by scp",
  ],
  [
    "where the type is not enabled, no SCP counts",
    "Organizations, SCP evaluation",
    {
      key: [delegation],
      data: [iam([admin]), organization("no-level", [], { PolicyTypes: [] })],
      who: "role/App",
    },
    "allowed",
  ],
  // 4
  [
    "an SCP of the key's account binds no caller of elsewhere",
    "Organizations, Service control policies",
    {
      key: [names(roleArn("Out", boss))],
      data: [
        iam([role("Out", { has: ["AdministratorAccess"] }, boss)]),
        organization([deny({ Action: "kms:*" })]),
      ],
      who: roleArn("Out", boss),
    },
    "allowed",
  ],
  [
    "an RCP of the key's account binds whoever calls",
    "Organizations, Resource control policies",
    {
      key: [names(roleArn("Out", boss))],
      data: [
        iam([role("Out", { has: ["AdministratorAccess"] }, boss)]),
        organization([], [deny({ Principal: "*", Action: "kms:*" })]),
      ],
      who: roleArn("Out", boss),
    },
    "denied by rcp",
  ],
  // 5
  [
    "a role's ARN in the key policy is capped by the boundary",
    "IAM, Permissions boundaries",
    { key: [names(roleArn("App"))], data: [iam([role("App", boundary("NoKms"))])], who: "role/App" },
    "not-allowed by boundary",
  ],
  [
    "the session's ARN is not",
    "IAM, Permissions boundaries",
    { key: [names(session)], data: [iam([role("App", boundary("NoKms"))])], who: session },
    "allowed",
  ],
  [
    "nor a user's ARN",
    "IAM, Permissions boundaries",
    {
      key: [names(`arn:aws:iam::${own}:user/bob`)],
      data: [iam([], [user("bob", boundary("NoKms"))])],
      who: "user/bob",
    },
    "allowed",
  ],
  [
    "nor *",
    "IAM, Permissions boundaries",
    { key: [allow({ Principal: "*" })], data: [iam([role("App", boundary("NoKms"))])], who: "role/App" },
    "allowed",
  ],
  [
    "a Deny of IAM hits whom the key policy names",
    "IAM, Policy evaluation logic",
    {
      key: [names(roleArn("App"))],
      data: [iam([role("App", { has: [deny({ Action: "kms:*" })] })])],
      who: "role/App",
    },
    "denied by iam",
  ],
  // 6
  [
    "NotPrincipal with Deny hits a listed role that has a boundary",
    "IAM, NotPrincipal",
    {
      key: [delegation, deny({ NotPrincipal: { AWS: [roleArn("App"), `arn:aws:iam::${own}:root`] } })],
      data: [iam([role("App", { has: ["AdministratorAccess"], ...boundary("AdministratorAccess") })])],
      who: "role/App",
    },
    "denied by key-policy",
  ],
  [
    "and spares it without one",
    "IAM, NotPrincipal",
    {
      key: [delegation, deny({ NotPrincipal: { AWS: [roleArn("App"), `arn:aws:iam::${own}:root`] } })],
      data: [iam([admin])],
      who: "role/App",
    },
    "allowed",
  ],
  // 7
  [
    "PowerUserAccess may decrypt, by NotAction",
    "PowerUserAccess (AWS managed policy)",
    { key: [delegation], data: [iam([role("App", { has: ["PowerUserAccess"] })])], who: "role/App" },
    "allowed",
  ],
  [
    "ReadOnlyAccess may not",
    "ReadOnlyAccess (AWS managed policy)",
    { key: [delegation], data: [iam([role("App", { has: ["ReadOnlyAccess"] })])], who: "role/App" },
    "not-allowed by iam",
  ],
  // 8
  [
    "the default version counts, not the newest",
    "IAM API, ManagedPolicyDetail",
    {
      key: [delegation],
      data: [
        iam(
          [role("App", { has: ["Team"] })],
          [],
          [],
          [versioned("Team", [document(allow({})), document(allow({ Action: "s3:*" }))], 1)],
        ),
      ],
      who: "role/App",
    },
    "allowed",
  ],
  [
    "nor the oldest",
    "IAM API, ManagedPolicyDetail",
    {
      key: [delegation],
      data: [
        iam(
          [role("App", { has: ["Team"] })],
          [],
          [],
          [versioned("Team", [document(allow({})), document(allow({ Action: "s3:*" }))], 2)],
        ),
      ],
      who: "role/App",
    },
    "not-allowed by iam",
  ],
  // 9
  [
    "a plus in a URL-encoded document is a plus",
    "IAM API, GetAccountAuthorizationDetails",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            RolePolicyList: [
              {
                PolicyName: "p",
                PolicyDocument: encodeURIComponent(
                  JSON.stringify(
                    document(allow({ Condition: { StringEquals: { "kms:EncryptionContext:a": "x+y" } } })),
                  ),
                ).replaceAll("%2B", "+"),
              },
            ],
          }),
        ]),
      ],
      who: "role/App",
      flags: ["--context", "kms:EncryptionContext:a=x+y"],
    },
    "allowed",
  ],
  // 10
  [
    "a user has what its groups have, by their names",
    "IAM API, UserDetail",
    {
      key: [delegation],
      data: [
        iam(
          [],
          [user("bob", { GroupList: ["devs", "empty"] })],
          [
            {
              GroupName: "devs",
              Arn: `arn:aws:iam::${own}:group/team/devs`,
              Path: "/team/",
              GroupPolicyList: [{ PolicyName: "p", PolicyDocument: document(allow({})) }],
              AttachedManagedPolicies: [],
            },
            {
              GroupName: "empty",
              Arn: `arn:aws:iam::${own}:group/empty`,
              Path: "/",
              GroupPolicyList: [],
              AttachedManagedPolicies: [],
            },
          ],
        ),
      ],
      who: "user/bob",
    },
    "allowed",
  ],
  // 11
  [
    "a tag of a user is certain in Resource",
    "IAM, Policy variables",
    {
      key: [delegation],
      data: [
        iam(
          [],
          [
            user("bob", {
              has: [allow({ Resource: "arn:aws:kms:*:*:key/${aws:PrincipalTag/KmsKeyId}" })],
              Tags: [{ Key: "KmsKeyId", Value: "1234abcd-12ab-34cd-56ef-1234567890ab" }],
            }),
          ],
        ),
      ],
      who: "user/bob",
    },
    "allowed",
  ],
  [
    "a tag of a role is not, where a session may bring another",
    "IAM, Passing session tags",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            has: [allow({ Resource: "arn:aws:kms:*:*:key/${aws:PrincipalTag/KmsKeyId}" })],
            Tags: [{ Key: "KmsKeyId", Value: "other" }],
            AssumeRolePolicyDocument: document({
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${own}:root` },
              Action: ["sts:AssumeRole", "sts:TagSession"],
            }),
          }),
        ]),
      ],
      who: "role/App",
    },
    "undecided by iam",
  ],
  [
    "the id of a role's sessions begins with the role's",
    "IAM, Unique identifiers",
    {
      key: [delegation, sparing("StringNotLike", `${appId}:*`, own)],
      data: [iam([admin, build])],
      who: "role/App",
    },
    "allowed",
  ],
  [
    "and with no other's",
    "IAM, Unique identifiers",
    {
      key: [delegation, sparing("StringNotLike", `${appId}:*`, own)],
      data: [iam([admin, build])],
      who: "role/Build",
    },
    "denied by key-policy",
  ],
  [
    "what comes behind it only the session tells",
    "IAM, Unique identifiers",
    {
      key: [delegation, sparing("StringNotEquals", `${appId}:one`)],
      data: [iam([admin])],
      who: "role/App",
    },
    "undecided by key-policy",
  ],
  [
    "whose id is its role's with its name",
    "IAM, Unique identifiers",
    { key: [delegation, sparing("StringNotEquals", `${appId}:one`)], data: [iam([admin])], who: session },
    "allowed",
  ],
  [
    "an id in the request that is another's counts for nothing",
    "IAM, Unique identifiers",
    {
      key: [delegation, sparing("StringNotLike", `${appId}:*`)],
      data: [iam([build, admin])],
      who: "role/Build",
      flags: ["--context", `aws:userid=${appId}:one`],
    },
    "denied by key-policy",
  ],
  [
    "without an id in the data it is not known",
    "IAM, Unique identifiers",
    {
      key: [delegation, sparing("StringNotLike", `${appId}:*`)],
      data: [iam([role("App", { has: ["AdministratorAccess"], RoleId: undefined })])],
      who: "role/App",
    },
    "undecided by key-policy",
  ],
  // 12
  [
    "two known keys are compared: the key's account and the caller's",
    "IAM, aws:ResourceAccount",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            has: [
              allow({ Condition: { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } }),
            ],
          }),
        ]),
      ],
      who: "role/App",
    },
    "allowed",
  ],
  [
    "and where they differ",
    "IAM, aws:ResourceAccount",
    {
      key: [names(`arn:aws:iam::${other}:root`)],
      data: [
        iam([
          role(
            "App",
            {
              has: [
                allow({ Condition: { StringEquals: { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } }),
              ],
            },
            other,
          ),
        ]),
      ],
      who: roleArn("App", other),
    },
    "not-allowed by iam",
  ],
  // 13
  [
    "a grant needs neither key policy nor IAM",
    "KMS, Grants in AWS KMS",
    { key: [names(roleArn("Boss"))], data: [iam([role("App")]), grant(roleArn("App"))], who: "role/App" },
    "allowed",
  ],
  [
    "a constraint that the request does not meet",
    "KMS API, GrantConstraints",
    {
      key: [names(roleArn("Boss"))],
      data: [
        iam([role("App")]),
        grant(roleArn("App"), { Constraints: { EncryptionContextEquals: { a: "b" } } }),
      ],
      who: "role/App",
    },
    "not-allowed by key-policy",
  ],
  [
    "constraints are no matter to DescribeKey",
    "KMS API, GrantConstraints",
    {
      key: [names(roleArn("Boss"))],
      data: [
        iam([role("App")]),
        grant(roleArn("App"), { Constraints: { EncryptionContextEquals: { a: "b" } } }),
      ],
      who: "role/App",
      action: "kms:DescribeKey",
    },
    "allowed",
  ],
  [
    "a grant over there by its own account",
    "re:Post, kms-launch-ec2-instance",
    {
      key: [delegation],
      data: [grant(roleArn(serviceRole, other), { IssuingAccount: `arn:aws:iam::${other}:root` })],
      who: roleArn(serviceRole, other),
    },
    "allowed",
  ],
  [
    "a grant to a service",
    "KMS, Grants in AWS KMS",
    {
      key: [delegation],
      data: [grant("dynamodb.eu-west-1.amazonaws.com")],
      who: "service:dynamodb.eu-west-1.amazonaws.com",
    },
    "allowed",
  ],
  // 14
  [
    "the ARN of an alias in Resource is not the key",
    "KMS, Specifying KMS keys in IAM policy statements",
    {
      key: [delegation],
      data: [iam([role("App", { has: [allow({ Resource: `arn:aws:kms:eu-west-1:${own}:alias/app` })] })])],
      who: "role/App",
    },
    "not-allowed by iam",
  ],
  [
    "nor is a bare key id",
    "KMS, Specifying KMS keys in IAM policy statements",
    {
      key: [delegation],
      data: [iam([role("App", { has: [allow({ Resource: "1234abcd-12ab-34cd-56ef-1234567890ab" })] })])],
      who: "role/App",
    },
    "not-allowed by iam",
  ],
  [
    "NotResource takes in what it does not list",
    "IAM, NotResource",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            has: [
              { Effect: "Allow", Action: "kms:*", NotResource: `arn:aws:kms:eu-west-1:${own}:key/other` },
            ],
          }),
        ]),
      ],
      who: "role/App",
    },
    "allowed",
  ],
  [
    "and not this key where it does",
    "IAM, NotResource",
    {
      key: [delegation],
      data: [iam([role("App", { has: [{ Effect: "Allow", Action: "kms:*", NotResource: keyArn }] })])],
      who: "role/App",
    },
    "not-allowed by iam",
  ],
  // 15
  [
    "statements about other keys give nothing here",
    "KMS, Specifying KMS keys in IAM policy statements",
    {
      key: [delegation],
      data: [
        iam([
          role("App", {
            has: [
              allow({ Resource: `arn:aws:kms:eu-west-1:${own}:key/other` }),
              allow({ Resource: `arn:aws:kms:us-east-1:${own}:key/*` }),
            ],
          }),
        ]),
      ],
      who: "role/App",
    },
    "not-allowed by iam",
  ],
  // 16
  [
    "the same role name in another account is another role",
    "IAM, IAM identifiers",
    {
      key: [delegation, names(`arn:aws:iam::${other}:root`)],
      data: [iam([admin]), iam([role("App", {}, other)])],
      who: roleArn("App", other),
    },
    "not-allowed by iam",
  ],
  [
    "ARNs are told apart by case",
    "IAM, IAM and AWS STS quotas",
    { key: [names(roleArn("APP"))], data: [iam([role("App")])], who: "role/App" },
    "not-allowed by key-policy",
  ],
  // 17
  [
    "a role that was made again is not the deleted one",
    "IAM, Principal",
    { key: [names("AROAOLDOLDOLDOLDOLDOL")], data: [iam([role("App")])], who: "role/App" },
    "not-allowed by key-policy",
  ],
  // 18
  [
    "no SCP binds a service-linked role",
    "Organizations, Service control policies",
    {
      key: [names(roleArn(serviceRole))],
      data: [iam([role(serviceRole)]), organization([deny({ Action: "*" })])],
      who: roleArn(serviceRole),
    },
    "allowed",
  ],
  [
    "nor an RCP",
    "Organizations, Resource control policies",
    {
      key: [names(roleArn(serviceRole))],
      data: [iam([role(serviceRole)]), organization([], [deny({ Principal: "*", Action: "kms:*" })])],
      who: roleArn(serviceRole),
    },
    "allowed",
  ],
  [
    "a Deny of the key policy does",
    "KMS, Key policies",
    {
      key: [names(roleArn(serviceRole)), deny({ Principal: "*" })],
      data: [iam([role(serviceRole)])],
      who: roleArn(serviceRole),
    },
    "denied by key-policy",
  ],
  // 19
  [
    "the root user has it by its account",
    "IAM, Policies and the root user",
    { key: [delegation], data: [iam([admin])], who: `root-user:${own}` },
    "allowed",
  ],
  [
    "an SCP binds it",
    "Organizations, Service control policies",
    {
      key: [delegation],
      data: [iam([admin]), organization([deny({ Action: "kms:*" })])],
      who: `root-user:${own}`,
    },
    "denied by scp",
  ],
  [
    "a Deny on the account binds it",
    "IAM, Principal",
    {
      key: [delegation, deny({ Principal: { AWS: `arn:aws:iam::${own}:root` } })],
      data: [iam([admin])],
      who: `root-user:${own}`,
    },
    "denied by key-policy",
  ],
  // 20
  [
    "a dump that was cut is refused",
    "AWS CLI, Pagination",
    { key: [delegation], data: [{ ...iam([admin]), NextToken: "x" }], who: "role/App" },
    "iam-data-cut",
  ],
  [
    "an account without a directory stays open",
    "KMS, Allowing users in other accounts to use a KMS key",
    { key: [names(`arn:aws:iam::${other}:root`)], data: [iam([admin])], who: roleArn("App", other) },
    "needs-iam",
  ],
  [
    "a level that could not be read is not known",
    "Organizations API, ListParents",
    {
      key: [delegation],
      data: [iam([admin]), organization([], [], { Parents: { [own]: "ou-a" } })],
      who: "role/App",
    },
    "undecided by rcp",
  ],
])("%s (%s)", async (_trap, _source, row, expected) => {
  expect(await ask(row)).toBe(expected);
});
