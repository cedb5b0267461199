import { CreateKeyCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { CreateRoleCommand, CreateUserCommand, DeleteUserCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { clientsOf, refusalOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { writtenPolicy } from "../support/written-policy.ts";

const app = "1234abcd-12ab-34cd-56ef-1234567890ab";
const root = "arn:aws:iam::111122223333:root";
const delegation = { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" };
const malformed = "MalformedPolicyDocumentException: ";
// KMS sends an empty message then; these are the words of the SDK.
const noMessage = `${malformed}UnknownError`;
const invalidPrincipals = `${malformed}Policy contains a statement with one or more invalid principals.`;
const invalidServices = `${malformed}Policy contains a statement with one or more invalid service principals.`;
const lockout = `${malformed}The new key policy will not allow you to update the key policy in the future.`;

const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const naming = (principal: unknown): string =>
  policy(delegation, { Effect: "Allow", Principal: principal, Action: "kms:Decrypt", Resource: "*" });

const put = async (text: string, options: { readonly bypass?: boolean; readonly as?: string } = {}) => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox, options.as);
  const bypass = options.bypass === undefined ? {} : { BypassPolicyLockoutSafetyCheck: options.bypass };
  return kms.send(new PutKeyPolicyCommand({ KeyId: app, PolicyName: "default", Policy: text, ...bypass }));
};

test.each<[what: string, principal: unknown]>([
  ["a user with its path", { AWS: "arn:aws:iam::111122223333:user/team/bob" }],
  ["a role", { AWS: ["arn:aws:iam::111122223333:role/App"] }],
  ["a role session", { AWS: "arn:aws:sts::111122223333:assumed-role/App/anything" }],
  ["an account id", { AWS: "444455556666" }],
  ["a role of the other account", { AWS: "arn:aws:iam::444455556666:role/etl/Writer" }],
  ["a service", { Service: ["logs.eu-west-1.amazonaws.com", "cloudtrail.amazonaws.com"] }],
  ["everyone", "*"],
  ["everyone in the other spelling", { AWS: "*" }],
])("takes %s as a principal", async (_, principal) => {
  await expect(put(naming(principal))).resolves.toBeDefined();
});

test.each<[what: string, principal: unknown, refusal: string]>([
  ["a user that is not there", { AWS: "arn:aws:iam::111122223333:user/nobody" }, invalidPrincipals],
  ["a user without its path", { AWS: "arn:aws:iam::111122223333:user/bob" }, invalidPrincipals],
  ["a role that is not there", { AWS: "arn:aws:iam::444455556666:role/Nobody" }, invalidPrincipals],
  [
    "a session of a role that is not there",
    { AWS: "arn:aws:sts::111122223333:assumed-role/No/one" },
    invalidPrincipals,
  ],
  ["a group", { AWS: "arn:aws:iam::111122223333:group/finance" }, invalidPrincipals],
  ["an account that is not there", { AWS: "arn:aws:iam::999988887777:root" }, invalidPrincipals],
  ["a partial wildcard", { AWS: "arn:aws:iam::111122223333:role/*" }, invalidPrincipals],
  ["another partition", { AWS: "arn:aws-cn:iam::111122223333:root" }, invalidPrincipals],
  ["a dead unique id", { AWS: "AIDACKCEVSQ6C2EXAMPLE" }, invalidPrincipals],
  ["a malformed ARN", { AWS: "arn:aws:iam:us-east-1:111122223333:user/admin" }, invalidPrincipals],
  ["an organization", { AWS: "o-a1b2c3d4e5" }, invalidPrincipals],
  ["an identity provider", { Federated: "accounts.google.com" }, invalidPrincipals],
  ["any service", { Service: "*" }, invalidServices],
  ["a malformed service", { Service: "Logs" }, invalidServices],
])("refuses %s as a principal", async (_, principal, refusal) => {
  expect(await refusalOf(put(naming(principal)))).toBe(refusal);
});

test.each<[what: string, text: string, refusal: string | RegExp]>([
  ["text that is no JSON", "{ not json", noMessage],
  ["JSON that is no object", "[]", `${malformed}Syntax errors in policy.`],
  ["a comment", `// hello\n${policy(delegation)}`, noMessage],
  ["no statement", policy(), `${malformed}Syntax errors in policy.`],
  ["an unknown version", policy(delegation).replace("2012-10-17", "2012-10-18"), /Syntax errors/],
  ["an unknown element", policy({ ...delegation, Comment: "x" }), /Syntax errors/],
  ["a member twice", policy(delegation).replace('"Effect"', '"Effect":"Deny","Effect"'), /Syntax errors/],
  ["an effect in lower case", policy({ ...delegation, Effect: "allow" }), /Syntax errors/],
  ["Action beside NotAction", policy({ ...delegation, NotAction: "kms:Put*" }), /Syntax errors/],
  ["no principal", policy({ Effect: "Allow", Action: "kms:*", Resource: "*" }), /must contain principals/],
  [
    "no action",
    policy(delegation, { Effect: "Allow", Principal: "*", Resource: "*" }),
    /must contain actions/,
  ],
  ["no resource", policy({ Effect: "Allow", Principal: "*", Action: "kms:*" }), /must contain resources/],
  ["another resource", policy({ ...delegation, Resource: "arn:aws:s3:::bucket" }), /resources must be "\*"/],
  [
    "an unknown operator",
    policy({ ...delegation, Condition: { StringEqual: { "aws:userid": "x" } } }),
    /StringEqual/,
  ],
  [
    "ForAllValues on a key with one value",
    policy(delegation, {
      ...delegation,
      Condition: { "ForAllValues:StringEquals": { "kms:EncryptionContext:App": "x" } },
    }),
    /^MalformedPolicyDocumentException: OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key/,
  ],
  [
    "a character that KMS does not take",
    policy({ ...delegation, Sid: "Schlüssel – neu" }),
    /^ValidationException: .*'policy'/s,
  ],
  ["an empty text", "", /^ValidationException/],
  ["too many bytes", policy({ ...delegation, Sid: "x".repeat(32_768) }), /^LimitExceededException/],
  [
    "more than the wire takes",
    policy({ ...delegation, Sid: "x".repeat(131_072) }),
    /^ValidationException: .*less than or equal to 131072/s,
  ],
])("refuses %s", async (_, text, refusal) => {
  const answer = await refusalOf(put(text));
  if (typeof refusal === "string") expect(answer).toBe(refusal);
  else expect(answer).toMatch(refusal);
});

const others = {
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:role/Admin" },
  Action: "kms:*",
  Resource: "*",
};
const denial = { Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:Put*", Resource: "*" };

test.each<[what: string, text: string]>([
  ["names only somebody else", policy(others)],
  ["delegates all but PutKeyPolicy", policy({ ...delegation, Action: ["kms:Get*", "kms:Decrypt"] })],
  ["denies it to everyone", policy(delegation, denial)],
  [
    "delegates under a condition that does not hold",
    policy({ ...delegation, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
  ],
])("the lockout check refuses a policy that %s, unless it is bypassed", async (_, text) => {
  expect(await refusalOf(put(text))).toBe(lockout);
  expect(await refusalOf(put(text, { bypass: false }))).toBe(lockout);
  await expect(put(text, { bypass: true })).resolves.toBeDefined();
});

test("the lockout check lets the caller rest on the IAM of its account, and on its own name", async () => {
  await expect(put(policy(delegation))).resolves.toBeDefined();
  const own = { ...others, Principal: { AWS: "arn:aws:iam::111122223333:user/admin" } };
  await expect(put(policy(own))).resolves.toBeDefined();
});

test("bypassing lifts the lockout check alone", async () => {
  expect(await refusalOf(put(naming({ AWS: "AIDACKCEVSQ6C2EXAMPLE" }), { bypass: true }))).toBe(
    invalidPrincipals,
  );
});

test("CreateKey keeps the same rules for its policy, and gives the default one without", async () => {
  const { kms } = clientsOf(await sandboxForTest());
  expect(await refusalOf(kms.send(new CreateKeyCommand({ Policy: policy(others) })))).toBe(lockout);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: KeyMetadata!.KeyId }));
  expect(JSON.parse(Policy!)).toEqual({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [{ Sid: "Enable IAM User Permissions", ...delegation }],
  });
});

test("reads back what was put in KMS's own spelling", async () => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox);
  const text = policy(
    { ...delegation, Principal: { AWS: ["111122223333"] }, Action: ["kms:*"] },
    { ...delegation, Principal: { AWS: ["arn:aws:iam::111122223333:role/App", "444455556666"] } },
  );
  await kms.send(new PutKeyPolicyCommand({ KeyId: app, Policy: text }));
  const [first, second] = writtenPolicy(sandbox.policyOf("alias/app")).Statement;
  expect(first).toEqual(delegation);
  expect([second!.Principal.AWS].flat().sort()).toEqual([
    "arn:aws:iam::111122223333:role/App",
    "arn:aws:iam::444455556666:root",
  ]);
  expect(sandbox.policyOf("alias/app")).toContain('"Version" : "2012-10-17"');
});

test("principals come back in another order now and then, and nothing else changes", async () => {
  const sandbox = await sandboxForTest();
  const read = () => [writtenPolicy(sandbox.policyOf("alias/legacy")).Statement[1]!.Principal.AWS].flat();
  const orders = new Set(Array.from({ length: 20 }, () => read().join(" ")));
  expect(orders.size).toBe(2);
  expect(read().sort()).toEqual([
    "arn:aws:iam::111122223333:role/Admin",
    "arn:aws:iam::111122223333:user/admin",
  ]);
});

test("a deleted user leaves its unique id, which a namesake does not take over and a put does not pass", async () => {
  const sandbox = await sandboxForTest();
  const { kms, iam } = clientsOf(sandbox);
  const { User } = await iam.send(new CreateUserCommand({ UserName: "zoe", Path: "/team/" }));
  await kms.send(new PutKeyPolicyCommand({ KeyId: app, Policy: naming({ AWS: User!.Arn }) }));
  expect(sandbox.policyOf("alias/app")).toContain("user/team/zoe");

  await iam.send(new DeleteUserCommand({ UserName: "zoe" }));
  await iam.send(new CreateUserCommand({ UserName: "zoe", Path: "/team/" }));
  const orphaned = sandbox.policyOf("alias/app");
  expect(orphaned).toContain(User!.UserId);
  expect(orphaned).not.toContain("zoe");
  const again = kms.send(new PutKeyPolicyCommand({ KeyId: app, Policy: orphaned }));
  expect(await refusalOf(again)).toBe(invalidPrincipals);
});

test("the unique id of a living user or role is taken, and comes back as its ARN", async () => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox);
  const id = sandbox.state.accounts.get("111122223333")!.roles.get("Deploy")!.id;
  await kms.send(new PutKeyPolicyCommand({ KeyId: app, Policy: naming({ AWS: id }) }));
  expect(sandbox.policyOf("alias/app")).toContain("arn:aws:iam::111122223333:role/ci/pipelines/Deploy");
});

test("slow propagation: reads show the old policy, and KMS does not see a new role", async () => {
  let now = Date.now();
  const sandbox = await sandboxForTest({ propagation: 3000, now: () => now });
  const { kms, iam } = clientsOf(sandbox);
  const read = async () => (await kms.send(new GetKeyPolicyCommand({ KeyId: app }))).Policy!;
  const before = await read();
  await kms.send(new PutKeyPolicyCommand({ KeyId: app, Policy: policy(delegation) }));
  now += 2999;
  expect(await read()).toBe(before);
  now += 1;
  expect(writtenPolicy(await read()).Statement).toEqual([delegation]);

  const trust = policy({ Effect: "Allow", Principal: { AWS: root }, Action: "sts:AssumeRole" });
  const role = new CreateRoleCommand({ RoleName: "Fresh", AssumeRolePolicyDocument: trust });
  const { Role } = await iam.send(role);
  const naming2 = new PutKeyPolicyCommand({ KeyId: app, Policy: naming({ AWS: Role!.Arn }) });
  expect(await refusalOf(kms.send(naming2))).toBe(invalidPrincipals);
  now += 3000;
  await expect(kms.send(naming2)).resolves.toBeDefined();
});
