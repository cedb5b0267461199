// IAM data as `aws iam get-account-authorization-details` prints it, of an account that looks like a real one: most roles have a
// policy of their own that speaks of their own bucket, queue and log group; some use keys, each its own; administrators, SSO
// permission sets and service-linked roles are few. The same on every machine.
const account = "111122223333";
const region = "eu-west-1";
const four = (n) => String(n).padStart(4, "0");
const allow = (Action, Resource, Condition) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const document = (...Statement) => ({ Version: "2012-10-17", Statement });
const services = [
  "s3",
  "sqs",
  "sns",
  "ec2",
  "dynamodb",
  "logs",
  "lambda",
  "ecs",
  "rds",
  "glue",
  "athena",
  "ssm",
];
/** The keys that `what-can` looks through: number 0 is the one of the other measurements. */
export const keyId = (n) => `${four(n)}abcd-12ab-34cd-56ef-1234567890ab`;
export const keyOf = (n) => `arn:aws:kms:${region}:${account}:key/${keyId(n)}`;

const managedDocument = (n) => {
  const own = services[n % services.length];
  const reads = Array.from({ length: 12 + (n % 40) }, (_, at) => `${own}:Get${four(at)}`);
  const statements = [
    { Sid: "Read", ...allow([...reads, `${own}:List*`, `${own}:Describe*`], "*") },
    {
      Sid: "Write",
      ...allow([`${own}:Put*`, `${own}:Tag*`], `arn:aws:${own}:${region}:${account}:app-${n}/*`),
    },
  ];
  if (n % 9 === 0)
    statements.push(
      allow(["kms:Decrypt", "kms:GenerateDataKey*"], `arn:aws:kms:*:${account}:key/*`, {
        StringEquals: { "kms:ViaService": `${own}.${region}.amazonaws.com` },
      }),
    );
  if (n % 60 === 1) statements.push(allow(["kms:Decrypt", "kms:DescribeKey"], "*"));
  if (n % 40 === 3)
    statements.push({
      ...{ Effect: "Deny", NotAction: ["iam:*", "sts:*", "support:*"], Resource: "*" },
      Condition: { StringNotEquals: { "aws:RequestedRegion": [region, "us-east-1"] } },
    });
  return document(...statements);
};

const managedPolicy = (n) => ({
  PolicyName: `app-${four(n)}`,
  PolicyId: `ANPA${four(n)}AAAAAAAAAAAAA`,
  Arn: `arn:aws:iam::${account}:policy/app-${four(n)}`,
  ...{ Path: "/", DefaultVersionId: "v2", AttachmentCount: 3, PermissionsBoundaryUsageCount: 0 },
  IsAttachable: true,
  CreateDate: "2024-02-01T09:00:00+00:00",
  PolicyVersionList: [
    { Document: managedDocument(n), VersionId: "v2", IsDefaultVersion: true },
    { Document: managedDocument(n + 1), VersionId: "v1", IsDefaultVersion: false },
  ],
});

const ofAws = (name, ...statements) => ({
  ...{ PolicyName: name, PolicyId: `ANPA${name.slice(0, 12)}`, Arn: `arn:aws:iam::aws:policy/${name}` },
  ...{ Path: "/", DefaultVersionId: "v1", IsAttachable: true },
  PolicyVersionList: [{ Document: document(...statements), VersionId: "v1", IsDefaultVersion: true }],
});
const reading = services.flatMap((name) =>
  Array.from({ length: 60 }, (_, at) => `${name}:Describe${four(at)}`).concat(
    `${name}:Get*`,
    `${name}:List*`,
  ),
);
const awsPolicies = [
  ofAws("AdministratorAccess", allow("*", "*")),
  ofAws(
    "PowerUserAccess",
    { Effect: "Allow", NotAction: ["iam:*", "organizations:*", "account:*"], Resource: "*" },
    allow(["iam:CreateServiceLinkedRole", "iam:ListRoles"], "*"),
  ),
  ofAws("ReadOnlyAccess", allow([...reading, "kms:Describe*", "kms:Get*", "kms:List*"], "*")),
  ofAws("ServiceFixed", allow(["ec2:Describe*", "autoscaling:*"], "*")),
];
const attached = (...arns) =>
  arns.map((PolicyArn) => ({ PolicyName: PolicyArn.split("/").at(-1), PolicyArn }));
const custom = (n) => `arn:aws:iam::${account}:policy/app-${four(n)}`;
const aws = (name) => `arn:aws:iam::aws:policy/${name}`;

const inline = (n) => ({
  PolicyName: `own-${n % 7}`,
  PolicyDocument: document(
    allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], `arn:aws:s3:::bucket-${n}/*`),
    allow(
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      `arn:aws:logs:${region}:${account}:log-group:/app/${n}:*`,
    ),
    ...(n % 3 === 0 ? [allow(["kms:Decrypt", "kms:GenerateDataKey"], keyOf(1 + (n % 299)))] : []),
    ...(n % 97 === 0 ? [allow(["kms:Decrypt", "kms:Encrypt"], keyOf(0))] : []),
  ),
});
const trust = (Principal, Action = "sts:AssumeRole") => document({ Effect: "Allow", Principal, Action });

const roleNamed = (n, Path, RoleName, rest) => ({
  ...{
    Path,
    RoleName,
    RoleId: `AROA${four(n)}AAAAAAAAAAAAA`,
    Arn: `arn:aws:iam::${account}:role${Path}${RoleName}`,
  },
  CreateDate: "2024-03-01T09:00:00+00:00",
  ...{ AssumeRolePolicyDocument: trust({ Service: "ec2.amazonaws.com" }), InstanceProfileList: [] },
  ...{ RolePolicyList: [], AttachedManagedPolicies: [] },
  Tags: [
    { Key: "team", Value: `team-${n % 40}` },
    { Key: "stage", Value: n % 2 ? "prod" : "test" },
  ],
  RoleLastUsed: n % 3 ? { LastUsedDate: "2025-11-20T10:00:00+00:00", Region: region } : {},
  ...rest,
});
const role = (n, policies) => {
  if (n % 90 === 0)
    return roleNamed(n, `/aws-service-role/svc${n}.amazonaws.com/`, `AWSServiceRoleForSvc${n}`, {
      AttachedManagedPolicies: attached(aws("ServiceFixed")),
    });
  if (n % 85 === 1) {
    const set = ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess"][n % 3];
    return roleNamed(
      n,
      `/aws-reserved/sso.amazonaws.com/${region}/`,
      `AWSReservedSSO_Set${n}_${four(n)}0123456789ab`,
      {
        AssumeRolePolicyDocument: trust({ Federated: "x" }, ["sts:AssumeRoleWithSAML", "sts:TagSession"]),
        AttachedManagedPolicies: attached(aws(set)),
      },
    );
  }
  return roleNamed(n, n % 5 ? "/" : `/team-${n % 40}/`, `service-${four(n)}`, {
    RolePolicyList: n % 4 ? [inline(n)] : [],
    AttachedManagedPolicies: attached(
      custom(n % policies),
      custom((n * 7 + 3) % policies),
      ...(n % 150 === 5 ? [aws("AdministratorAccess")] : []),
    ),
    ...(n % 11 === 0 && {
      PermissionsBoundary: { PermissionsBoundaryType: "Policy", PermissionsBoundaryArn: custom(n % 5) },
    }),
  });
};
const user = (n, groups) => ({
  ...{ Path: "/", UserName: `user-${four(n)}`, UserId: `AIDA${four(n)}AAAAAAAAAAAAA` },
  Arn: `arn:aws:iam::${account}:user/user-${four(n)}`,
  CreateDate: "2024-03-01T09:00:00+00:00",
  GroupList: [`group-${four(n % groups)}`, `group-${four((n + 5) % groups)}`],
  ...{ AttachedManagedPolicies: [], Tags: [] },
});
const group = (n, policies) => ({
  ...{ Path: "/", GroupName: `group-${four(n)}`, GroupId: `AGPA${four(n)}AAAAAAAAAAAAA` },
  Arn: `arn:aws:iam::${account}:group/group-${four(n)}`,
  CreateDate: "2024-03-01T09:00:00+00:00",
  GroupPolicyList: [],
  AttachedManagedPolicies: attached(n % 20 ? custom((n * 3) % policies) : aws("PowerUserAccess")),
});
const many = (count, make) => Array.from({ length: count }, (_, n) => make(n));

/** The dump as the AWS CLI prints it: `roles` roles, and a few users, groups and policies to match. */
export const accountDump = (roles) => {
  const [users, groups] = [Math.ceil(roles * 0.06), Math.max(6, Math.min(300, Math.ceil(roles / 30)))];
  const policies = Math.max(40, Math.min(400, Math.ceil(roles / 10)));
  return JSON.stringify(
    {
      UserDetailList: many(users, (n) => user(n, groups)),
      GroupDetailList: many(groups, (n) => group(n, policies)),
      RoleDetailList: many(roles, (n) => role(n, policies)),
      Policies: [...many(policies, managedPolicy), ...awsPolicies],
    },
    null,
    4,
  );
};

/** A key policy that hands over to IAM, and names a few roles itself. */
export const delegatingPolicy = (seed = 0) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Sid: "Enable IAM User Permissions", Effect: "Allow", Action: "kms:*", Resource: "*" },
        Principal: { AWS: `arn:aws:iam::${account}:root` },
      },
      {
        ...{ Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: "*" },
        Principal: { AWS: [2, 3, 4].map((n) => `arn:aws:iam::${account}:role/service-${four(n + seed)}`) },
      },
    ],
  });
