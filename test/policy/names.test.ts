import { expect, test } from "vitest";
import { accountIdIn, undashed } from "../../src/policy/account-id.ts";
import { conditionKeys, mayBeNewKey } from "../../src/policy/condition-keys.ts";
import { parseCaller } from "../../src/policy/internal-caller.ts";
import { sameFacts, withArnFacts } from "../../src/policy/key-facts.ts";
import { keyUsageOf, usageClassOf } from "../../src/policy/key-usage.ts";
import {
  isOfPermissionSet,
  permissionSetOf,
  permissionSetPattern,
  permissionSetWord,
  someRoleOf,
} from "../../src/policy/permission-set.ts";
import { parsePrincipal, roleOrUserMeant } from "../../src/policy/principal.ts";
import { canHavePath, reservedRole, somePathOf } from "../../src/policy/reserved-roles.ts";
import { isKnownService, serviceNameOf } from "../../src/policy/service-principals.ts";
import { isSessionKey } from "../../src/policy/session-keys.ts";
import { whereNoSource } from "../../src/policy/sourceless-services.ts";
import { withoutSigns } from "../../src/policy/symbol-words.ts";
import { areApart, choiceOf } from "../../src/policy/template-choices.ts";

// What names of accounts, roles, services and keys say by themselves.

const iam = "arn:aws:iam::111122223333";
const sts = "arn:aws:sts::111122223333";

test.each<[name: string, kind: string]>([
  [`${iam}:role/${"x".repeat(64)}`, "role"],
  [`${iam}:role/${"x".repeat(65)}`, "malformed"],
  [`${iam}:user/a b`, "malformed"],
  [`${iam}:user/${"p".repeat(510)}/a`, "user"],
  [`${iam}:user/${"p".repeat(511)}/a`, "malformed"],
  [`${iam}:user/é/a`, "malformed"],
  [`${iam}:root/x`, "malformed"],
  [`${iam}:assumed-role/App/s`, "malformed"],
  [`${iam}:role/App:x`, "malformed"],
  [`${sts}:role/App`, "malformed"],
  [`${sts}:assumed-role/App/s/t`, "malformed"],
  [`${sts}:assumed-role/App/${"s".repeat(65)}`, "malformed"],
  [`${sts}:federated-user/Bo`, "federated-user"],
  [`${sts}:federated-user/B`, "malformed"],
  [`${sts}:federated-user/Bo/b`, "malformed"],
  [`arn:aws:kms::111122223333:role/App`, "malformed"],
  ["arn:aws-mars:iam::111122223333:role/App", "malformed"],
  ["AROA123", "malformed"],
  ["AROA1234", "unique-id"],
  [`AIDA${"1".repeat(124)}`, "unique-id"],
  [`AIDA${"1".repeat(125)}`, "malformed"],
  ["AKIA12345678", "malformed"],
  ["xAROA12345678", "malformed"],
  ["aroa12345678", "malformed"],
])("%s is read as %s", (value, kind) => {
  expect(parsePrincipal("AWS", value).kind).toBe(kind);
});

test.each(["s3.amazonaws.com", "a-b.c", "1.x"])("%s is the name of a service", (name) => {
  expect(parsePrincipal("Service", name)).toEqual({ kind: "service", name });
});

test("who is meant by an entry: a user or role, also one of AWS's own that lacks its path", () => {
  const meant = (value: string) => roleOrUserMeant(parsePrincipal("AWS", value))?.arn;
  for (const arn of [`${iam}:role/App`, `${iam}:user/App`, `${iam}:role/AWSServiceRoleForAutoScaling`])
    expect(meant(arn)).toBe(arn);
  for (const value of ["*", "111122223333", `${sts}:assumed-role/App/s`, `${iam}:group/x`])
    expect(meant(value)).toBeUndefined();
});

const sso = "AWSReservedSSO_Dev_0123456789abcdef";

test.each<[name: string, path: string, can: boolean]>([
  ["App", "/any/", true],
  ["AWSServiceRoleForAutoScaling", "/", false],
  ["AWSServiceRoleForAutoScaling", "/aws-service-role/autoscaling.amazonaws.com/", true],
  ["AWSServiceRoleForAutoScaling", "/aws-service-role/autoscaling.amazonaws.com.cn/", true],
  ["AWSServiceRoleForAutoScaling", "/aws-service-role/autoscaling.example.com/", false],
  ["AWSServiceRoleForNew", "/aws-service-role/*", true],
  [sso, "/", false],
  [sso, "/aws-reserved/sso.amazonaws.com/", true],
  [sso, "/aws-reserved/sso.amazonaws.com/eu-west-1/", true],
  [sso, "/aws-reserved/sso.amazonaws.com/eu-west-1/x/", false],
  ["aws:ec2-infrastructure", "/", true],
  ["aws:ec2-infrastructure", "/x/", false],
])("a role %s can stand under %s: %s", (name, path, can) => {
  expect(canHavePath(name, path)).toBe(can);
});

test.each<[name: string, reserved: object | undefined, path: string]>([
  ["App", undefined, "/"],
  [
    "awsservicerolefordynamodbreplication",
    { kind: "service-linked", path: "/aws-service-role/replication.dynamodb.amazonaws.com/" },
    "/aws-service-role/replication.dynamodb.amazonaws.com/",
  ],
  [
    "AWSServiceRoleForAutoScaling_suffix",
    { kind: "service-linked", path: "/aws-service-role/autoscaling.amazonaws.com/" },
    "/aws-service-role/autoscaling.amazonaws.com/",
  ],
  [
    "AWSServiceRoleForWhatever",
    { kind: "service-linked", path: undefined },
    "/aws-service-role/service.amazonaws.com/",
  ],
  [sso, { kind: "sso", permissionSet: "Dev" }, "/aws-reserved/sso.amazonaws.com/"],
  ["AWSReservedSSO_Dev_0123", { kind: "sso", permissionSet: undefined }, "/aws-reserved/sso.amazonaws.com/"],
])("what is known of a role %s by its name", (name, reserved, path) => {
  expect(reservedRole(name)).toEqual(reserved);
  expect(somePathOf(name)).toBe(path);
});

const pattern = permissionSetPattern({ name: "Dev", account: "111122223333" });

test.each<[arn: string, is: boolean]>([
  [`${iam}:role/aws-reserved/sso.amazonaws.com/${sso}`, true],
  [`${iam}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${sso}`, true],
  [`${sts}:assumed-role/${sso}/ana`, true],
  [`${iam}:role/${sso.replace("Dev", "Ops")}`, false],
  [`${iam}:role/${sso}0`, false],
  [`arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/${sso}`, false],
  [`${iam}:user/${sso}`, false],
  [`${iam}:role/App`, false],
])("%s is of the set Dev: %s", (arn, is) => {
  expect(isOfPermissionSet(arn, pattern)).toBe(is);
  expect(isOfPermissionSet(arn, `${iam}:role/*`)).toBe(false);
});

test("a permission set, its pattern, its word, and a role that it may have", () => {
  expect(permissionSetOf(pattern)).toEqual({ name: "Dev", account: "111122223333" });
  expect(permissionSetOf(permissionSetPattern({ name: "Dev", account: "111122223333" }, "aws-cn"))).toEqual({
    ...{ name: "Dev", account: "111122223333" },
  });
  expect(permissionSetOf(`${pattern}?`)).toBeUndefined();
  expect(permissionSetWord({ name: "Dev", account: "1" }, "1")).toBe("sso/Dev");
  expect(permissionSetWord({ name: "Dev", account: "1" }, undefined)).toBe("sso/Dev@1");
  expect(isOfPermissionSet(someRoleOf(pattern), pattern)).toBe(true);
});

test.each<[arn: string, kind: string]>([
  [`${iam}:role/aws:ec2-infrastructure`, "role"],
  [`${sts}:assumed-role/aws:ec2-infrastructure/i-0abc`, "session"],
  [`${iam}:role/aws:ec2-infrastructure/x`, "malformed"],
  [`${sts}:assumed-role/aws:ec2-infrastructure`, "malformed"],
  [`${sts}:assumed-role/aws:ec2-infrastructure/s`, "malformed"],
  [`${sts}:role/aws:ec2-infrastructure`, "malformed"],
  [`${iam}:assumed-role/aws:ec2-infrastructure/i-0abc`, "malformed"],
  [`${iam}:role/App`, "role"],
])("as a caller %s is %s", (arn, kind) => {
  expect(parseCaller(arn)).toMatchObject({ kind });
});

test.each<[principal: string, parts: object | undefined]>([
  ["logs.cn-north-1.amazonaws.com.cn", { name: "logs", region: "cn-north-1", suffix: "amazonaws.com.cn" }],
  ["logs.amazonaws.com", { name: "logs", suffix: "amazonaws.com" }],
  ["replicator.lambda.amazonaws.com", { name: "replicator.lambda", suffix: "amazonaws.com" }],
  ["alexa-appkit.amazon.com", { name: "alexa-appkit", suffix: "amazon.com" }],
  ["logs.us-iso-east-1.c2s.ic.gov", { name: "logs", region: "us-iso-east-1", suffix: "c2s.ic.gov" }],
  ["logs.example.com", undefined],
  ["xamazonaws.com", undefined],
])("the parts of %s", (principal, parts) => {
  expect(serviceNameOf(principal)).toEqual(parts);
});

test("a service is known by its name, whatever its Region and partition", () => {
  for (const name of [
    "logs.amazonaws.com",
    "logs.eu-west-1.amazonaws.com",
    "logs.cn-north-1.amazonaws.com.cn",
  ])
    expect([name, isKnownService(name)]).toEqual([name, true]);
  for (const name of ["nothing.amazonaws.com", "logs.example.com", ""])
    expect([name, isKnownService(name)]).toEqual([name, false]);
});

test.each([
  [" 111122223333 ", "111122223333"],
  ["1111-2222-3333", "111122223333"],
  ["1111-22223333", undefined],
  ["11112222333", undefined],
  ["x111122223333", undefined],
])("the account id in %j is %s", (text, id) => {
  expect(accountIdIn(text)).toBe(id);
});

test("an operand that is no account id stays as it is", () => {
  expect(undashed("role/1111-2222-3333")).toBe("role/1111-2222-3333");
});

const arn = "arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234";

test("the ARN of a key tells what nothing else does", () => {
  expect(withArnFacts({ arn })).toEqual({
    ...{ arn, partition: "aws-cn", region: "cn-north-1", account: "111122223333", multiRegion: true },
  });
  const said = { arn, partition: "aws", region: "r", account: "a", multiRegion: false };
  expect(withArnFacts(said)).toEqual(said);
  expect(withArnFacts({ arn: arn.replace("mrk-", "") }).multiRegion).toBe(false);
  expect(withArnFacts({}).multiRegion).toBeUndefined();
});

test("facts are the same however the key was named", () => {
  expect(sameFacts({ arn }, withArnFacts({ arn }))).toBe(true);
  expect(sameFacts({ arn, spec: "SM2" }, { spec: "SM2", arn })).toBe(true);
  expect(sameFacts({ arn }, { arn: arn.replace("mrk-", "") })).toBe(false);
  const tags = (value: string) => ({ tags: new Map([["team", value]]) });
  expect([
    sameFacts(tags("a"), tags("a")),
    sameFacts(tags("a"), tags("b")),
    sameFacts(tags("a"), {}),
  ]).toEqual([true, false, false]);
});

test.each<[facts: object, usage: string | undefined]>([
  [{ spec: "SYMMETRIC_DEFAULT" }, "ENCRYPT_DECRYPT"],
  [{ spec: "HMAC_256" }, "GENERATE_VERIFY_MAC"],
  [{ spec: "ML_KEM_512" }, "ENCAPSULATE_DECAPSULATE"],
  [{ spec: "ECC_SECG_P256K1" }, "SIGN_VERIFY"],
  [{ spec: "ECC_NIST_EDWARDS25519" }, "SIGN_VERIFY"],
  [{ spec: "ML_DSA_44" }, "SIGN_VERIFY"],
  [{ spec: "RSA_2048" }, undefined],
  [{ spec: "RSA_2048", usage: "SIGN_VERIFY" }, "SIGN_VERIFY"],
  [{ spec: "ECC_SECG_P256K1", usage: "NEW" }, "NEW"],
  [{}, undefined],
])("the usage of a key of %j is %s", (facts, usage) => {
  expect(keyUsageOf(facts)).toBe(usage);
});

test("a usage tells the kind of key where the spec does not", () => {
  expect(usageClassOf({ usage: "GENERATE_VERIFY_MAC" })).toBe("M");
  expect(usageClassOf({ usage: "KEY_AGREEMENT" })).toBe("K");
  expect(usageClassOf({ usage: "SIGN_VERIFY" })).toBe("V");
});

test.each([
  ["kms:New", true],
  ["x:y", true],
  ["kms:ViaService", false],
  ["kms:", false],
  [":x", false],
  ["x", false],
])("%s may be a condition key that is newer than this program: %s", (name, may) => {
  expect(mayBeNewKey(name)).toBe(may);
});

test("two keys are for IAM policies alone", () => {
  expect(conditionKeys.filter(({ keyPolicy }) => !keyPolicy).map(({ name }) => name)).toEqual([
    "kms:ResourceAliases",
    "aws:ResourceTag/*",
  ]);
});

test.each([
  ["saml:sub", true],
  ["SAML:sub", true],
  ["ec2:SourceInstanceArn", true],
  ["token.actions.githubusercontent.com:sub", true],
  ["oidc.eks.eu-west-1.amazonaws.com/id/X:sub", true],
  ["aws:sub", false],
  ["mysaml:sub", false],
  ["example.org:a b", false],
])("%s comes with the credentials of a session: %s", (key, may) => {
  expect(isSessionKey(key)).toBe(may);
});

test.each([
  ["events.amazonaws.com", true],
  ["events.eu-west-1.amazonaws.com", true],
  ["events.amazonaws.com.cn", true],
  ["myevents.amazonaws.com", false],
  ["logs.amazonaws.com", false],
])("%s uses keys where it sends no source: %s", (principal, does) => {
  expect(whereNoSource(principal) !== undefined).toBe(does);
});

test("a name that a file brings is told without what a terminal obeys, and not endlessly", () => {
  expect(withoutSigns('a"b\\c', 10)).toBe("a'b'c");
  expect(withoutSigns("a\u001b[31m\u200bb\u2028", 20)).toBe("a?[31m?b?");
  expect(withoutSigns("x".repeat(10), 10)).toBe("x".repeat(10));
  expect(withoutSigns("abcdefghijk", 10)).toBe("abcde…hijk");
  // No half of a letter is left where it is cut.
  expect(withoutSigns("abcd\u{1F600}ghij\u{1F600}kl", 10)).toBe("abcd…\u{1F600}kl");
  expect(withoutSigns("abcdefghij\u{1F600}klm", 10)).toBe("abcde…klm");
});

const under = (key: string, ...values: readonly string[]) => ({ operator: "Bool", key, values });

test("statements in different branches of one choice never come together", () => {
  expect([choiceOf("template:IsProd"), choiceOf("aws:x"), choiceOf("template:")]).toEqual([
    "IsProd",
    undefined,
    undefined,
  ]);
  const [yes, no] = [under("template:A", "true"), under("template:A", "false")];
  expect(areApart([yes], [no])).toBe(true);
  expect(areApart([under("aws:x", "1"), yes], [no])).toBe(true);
  for (const other of [
    yes,
    under("template:B", "false"),
    under("aws:x", "false"),
    under("template:A", "false", "true"),
  ])
    expect(areApart([yes], [other])).toBe(false);
  expect(areApart([yes], [{ ...no, operator: "StringEquals" }])).toBe(false);
  expect(areApart([], [no])).toBe(false);
});
