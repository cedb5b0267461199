import { expect, test } from "vitest";
import { listWithWorld } from "../../../src/access/with-world.ts";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import { readWorld } from "../../../src/world/read-world.ts";
import { policyOf } from "../../support/worked-example.ts";

// Whoever holds a grant is told, whether or not his account's IAM data is at hand (KMS Developer Guide, "Grants in AWS KMS").

const [own, other] = ["111122223333", "444455556666"];
const arn = (rest: string, account = own) => `arn:aws:iam::${account}:${rest}`;
const root = (account: string) => arn("root", account);
const keyArn = `arn:aws:kms:eu-west-1:${own}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const facts = { arn: keyArn, account: own, partition: "aws", region: "eu-west-1", multiRegion: false };
const iam = {
  ...{ UserDetailList: [], GroupDetailList: [], Policies: [] },
  RoleDetailList: [{ RoleName: "App", Path: "/", RoleId: "AROAAPP", Arn: arn("role/App") }],
};
const delegation: JsonValue = {
  ...{ Effect: "Allow", Action: "kms:*", Resource: "*" },
  Principal: { AWS: root(own) },
};

const granted = (grant: object, statements: readonly JsonValue[] = [delegation]) => {
  const Grants = [
    { GrantId: "g1", Operations: ["Decrypt"], IssuingAccount: root(own), KeyId: keyArn, ...grant },
  ];
  const world = readWorld([iam, { Grants }].map((value, place) => ({ name: `${place}`, value })));
  const policy = policyOf({ Version: "2012-10-17", Statement: statements });
  return listWithWorld({ key: { policy, facts }, world, ceilings: {} }, ["kms:Decrypt"])
    .filter(({ via }) => via === "grant")
    .map(({ principal, undecided, when }) => [
      principal,
      undecided ??
        when
          .flat()
          .map(({ key }) => key)
          .join(),
    ]);
};

const asrole = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
const internal = `arn:aws:sts::${own}:assumed-role/aws:ec2-infrastructure/i-0123456789abcdef0`;
const alone = "whether a grant of the key's account alone is enough is not documented";

test.each<readonly [what: string, grant: object, told: readonly unknown[]]>([
  ["a role of the directory", { GranteePrincipal: arn("role/App") }, [[arn("role/App"), ""]]],
  ["a role that is newer than the data", { GranteePrincipal: arn("role/New") }, [[arn("role/New"), ""]]],
  [
    "a service in a Region",
    { GranteePrincipal: "dynamodb.us-west-2.amazonaws.com" },
    [["service:dynamodb.us-west-2.amazonaws.com", ""]],
  ],
  [
    "a service by the newer name",
    { GranteeServicePrincipal: "rds.amazonaws.com" },
    [["service:rds.amazonaws.com", ""]],
  ],
  [
    "another account, which issued it itself",
    { GranteePrincipal: arn(asrole, other), IssuingAccount: root(other) },
    [[arn(asrole, other), ""]],
  ],
  [
    "another account, by the key's",
    { GranteePrincipal: arn("role/X", other) },
    [[arn("role/X", other), alone]],
  ],
  [
    "another account as a whole",
    { GranteePrincipal: root(other) },
    [[`account:${other}`, "a grant names the account as a whole"]],
  ],
  [
    "another account as a whole, by its own root user",
    { GranteePrincipal: root(other), IssuingAccount: root(other) },
    [
      [`account:${other}`, "a grant names the account as a whole"],
      [`root-user:${other}`, "a grant names the account as a whole"],
    ],
  ],
  [
    "the key's account as a whole (the root user has it by the key policy)",
    { GranteePrincipal: root(own) },
    [[arn("role/App"), "a grant names the account as a whole"]],
  ],
  [
    "a session of a role of AWS's own, which no policy could name",
    { GranteePrincipal: internal },
    [[internal, ""]],
  ],
  [
    "a constraint",
    {
      GranteePrincipal: "dynamodb.us-west-2.amazonaws.com",
      Constraints: { EncryptionContextSubset: { table: "t" } },
    },
    [["service:dynamodb.us-west-2.amazonaws.com", "kms:EncryptionContext:table"]],
  ],
  [
    "a constraint that is not known here",
    { GranteePrincipal: arn("role/App"), Constraints: { SourceArn: "arn:x" } },
    [[arn("role/App"), "grant g1 has the constraint SourceArn, which kmspol does not know"]],
  ],
  ["another operation", { GranteePrincipal: arn("role/App"), Operations: ["Encrypt"] }, []],
  ["a wildcard, which names no operation", { GranteePrincipal: arn("role/App"), Operations: ["*"] }, []],
])("a grant to %s", (_, grant, told) => {
  const lines = granted(grant);
  expect(lines.sort()).toEqual([...told].sort());
});

test("a Deny of the key policy takes away what a grant gives, to services as well", () => {
  const deny = (Principal: JsonValue): JsonValue => ({
    ...{ Effect: "Deny", Action: "kms:Decrypt", Resource: "*" },
    Principal,
  });
  const service = { GranteePrincipal: "dynamodb.us-west-2.amazonaws.com" };
  expect(granted(service, [deny("*")])).toEqual([]);
  expect(granted({ GranteePrincipal: arn("role/App") }, [deny({ AWS: arn("role/App") })])).toEqual([]);
  expect(granted(service, [deny({ AWS: root(own) })])).toHaveLength(1);
});
