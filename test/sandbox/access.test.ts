import {
  CreateGrantCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateMacCommand,
  GetKeyLastUsageCommand,
  GetKeyPolicyCommand,
  ListGrantsCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  RevokeGrantCommand,
  VerifyMacCommand,
} from "@aws-sdk/client-kms";
import { PutRolePolicyCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { clientsOf, refusalOf } from "../support/aws-clients.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { withStatements } from "../support/written-policy.ts";

type Kms = ReturnType<typeof clientsOf>["kms"];

const app = "1234abcd-12ab-34cd-56ef-1234567890ab";
const appArn = `arn:aws:kms:eu-west-1:111122223333:key/${app}`;
const reports = "0987dcba-09fe-87dc-65ba-ab0987654321";
const shared = "arn:aws:kms:eu-west-1:444455556666:key/1a2b3c4d-5e6f-1a2b-3c4d-5e6f1a2b3c4d";
const Plaintext = Buffer.from("secret");

const encrypt = (KeyId: string, EncryptionContext?: Record<string, string>) => (kms: Kms) =>
  kms.send(new EncryptCommand({ KeyId, Plaintext, ...(EncryptionContext ? { EncryptionContext } : {}) }));
const read = (KeyId: string) => (kms: Kms) => kms.send(new GetKeyPolicyCommand({ KeyId }));

const denied = (who: string, action: string, key: string, why: string): string =>
  `AccessDeniedException: User: ${who} is not authorized to perform: ${action} on resource: ${key} ${why}`;
const [alice, roleApp] = [
  "arn:aws:iam::111122223333:user/alice",
  "arn:aws:sts::111122223333:assumed-role/App/sandbox",
];
const noResource = (action: string) => `because no resource-based policy allows the ${action} action`;
const noIdentity = (action: string) => `because no identity-based policy allows the ${action} action`;

test.each<[who: string, what: string, call: (kms: Kms) => Promise<unknown>]>([
  ["app", "uses a key whose policy names its role", encrypt(app)],
  [
    "app",
    "describes a key whose policy names its role",
    (kms) => kms.send(new DescribeKeyCommand({ KeyId: app })),
  ],
  ["default", "uses a key through IAM", encrypt(app)],
  ["auditor", "reads a policy through IAM", read(app)],
  ["root", "reads a policy as the root user", read(app)],
  ["default", "uses the partner's key through both halves", encrypt(shared)],
])("%s %s", async (who, _, call) => {
  const { kms } = clientsOf(await sandboxForTest(), who);
  await expect(call(kms)).resolves.toBeDefined();
});

test.each<[who: string, what: string, call: (kms: Kms) => Promise<unknown>, refusal: string]>([
  [
    "alice",
    "has no IAM permission where the key policy delegates",
    encrypt(app),
    denied(alice, "kms:Encrypt", appArn, noIdentity("kms:Encrypt")),
  ],
  [
    "app",
    "is named for use, not for administration",
    read(app),
    denied(roleApp, "kms:GetKeyPolicy", appArn, noIdentity("kms:GetKeyPolicy")),
  ],
  [
    "default",
    "is not delegated what the policy by hand leaves out",
    encrypt(reports),
    denied(
      "arn:aws:iam::111122223333:user/admin",
      "kms:Encrypt",
      `arn:aws:kms:eu-west-1:111122223333:key/${reports}`,
      noResource("kms:Encrypt"),
    ),
  ],
  [
    "alice",
    "may list nothing of IAM's, but keys",
    (kms) => kms.send(new GetKeyLastUsageCommand({ KeyId: app })),
    denied(alice, "kms:GetKeyLastUsage", appArn, noIdentity("kms:GetKeyLastUsage")),
  ],
  [
    "partner",
    "reads no policy of another account",
    read(appArn),
    denied(
      "arn:aws:iam::444455556666:user/admin",
      "kms:GetKeyPolicy",
      appArn,
      noResource("kms:GetKeyPolicy"),
    ),
  ],
  [
    "app",
    "has no IAM permission for the partner's key",
    encrypt(shared),
    denied(roleApp, "kms:Encrypt", shared, noIdentity("kms:Encrypt")),
  ],
  [
    "default",
    "puts no policy on the partner's key",
    (kms) => kms.send(new PutKeyPolicyCommand({ KeyId: shared, Policy: "{}" })),
    denied(
      "arn:aws:iam::111122223333:user/admin",
      "kms:PutKeyPolicy",
      shared,
      noResource("kms:PutKeyPolicy"),
    ),
  ],
  [
    "partner-reader",
    "may not even list",
    (kms) => kms.send(new ListKeysCommand({})),
    denied(
      "arn:aws:sts::444455556666:assumed-role/Reader/sandbox",
      "kms:ListKeys",
      "*",
      noIdentity("kms:ListKeys"),
    ),
  ],
])("%s %s", async (who, _, call, refusal) => {
  const { kms } = clientsOf(await sandboxForTest(), who);
  expect(await refusalOf(call(kms))).toBe(refusal);
});

test("an explicit Deny is said to be one, in either kind of policy", async () => {
  const sandbox = await sandboxForTest();
  const { kms, iam } = clientsOf(sandbox);
  const document = (Effect: string) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action: "kms:Encrypt", Resource: "*" }] });
  const own = { RoleName: "App", PolicyName: "No", PolicyDocument: document("Deny") };
  await iam.send(new PutRolePolicyCommand(own));
  expect(await refusalOf(encrypt(app)(clientsOf(sandbox, "app").kms))).toBe(
    denied(roleApp, "kms:Encrypt", appArn, "with an explicit deny in an identity-based policy"),
  );
  const deny = { Effect: "Deny", Principal: "*", Action: "kms:Encrypt", Resource: "*" };
  const Policy = withStatements(sandbox.policyOf("alias/app"), deny);
  await kms.send(new PutKeyPolicyCommand({ KeyId: app, Policy }));
  expect(await refusalOf(encrypt(app)(kms))).toMatch(/with an explicit deny in a resource-based policy$/);
});

test("conditions are those of the request: an encryption context, and the alias it names", async () => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox);
  const statement = (Principal: object, Action: string, Condition?: object) => ({
    Effect: "Allow",
    ...{ Principal, Action, Resource: "*" },
    ...(Condition ? { Condition } : {}),
  });
  const Statement = [
    statement({ AWS: "arn:aws:iam::111122223333:user/admin" }, "kms:*"),
    statement({ AWS: alice }, "kms:Encrypt", { StringEquals: { "kms:EncryptionContext:App": "x" } }),
    statement({ AWS: alice }, "kms:DescribeKey", { StringEquals: { "kms:RequestAlias": "alias/app" } }),
  ];
  await kms.send(
    new PutKeyPolicyCommand({ KeyId: app, Policy: JSON.stringify({ Version: "2012-10-17", Statement }) }),
  );
  const as = clientsOf(sandbox, "alice").kms;
  await expect(encrypt(app, { App: "x" })(as)).resolves.toBeDefined();
  expect(await refusalOf(encrypt(app, { App: "y" })(as))).toMatch(/^AccessDenied/);
  expect(await refusalOf(encrypt(app)(as))).toMatch(/^AccessDenied/);
  await expect(as.send(new DescribeKeyCommand({ KeyId: "alias/app" }))).resolves.toBeDefined();
  expect(await refusalOf(as.send(new DescribeKeyCommand({ KeyId: app })))).toMatch(/^AccessDenied/);
});

test("what is encrypted is decrypted under the same context, and under no other", async () => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox, "app");
  const EncryptionContext = { b: "2", a: "1" };
  const { CiphertextBlob } = await encrypt(app, EncryptionContext)(kms);
  const decrypt = (context: Record<string, string>, KeyId?: string) =>
    kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: context, ...(KeyId ? { KeyId } : {}) }));
  const answer = await decrypt({ a: "1", b: "2" });
  expect(Buffer.from(answer.Plaintext!).toString()).toBe("secret");
  expect(answer.KeyId).toBe(appArn);
  expect(await refusalOf(decrypt({ a: "1" }))).toMatch(/^InvalidCiphertextException/);
  expect(await refusalOf(decrypt(EncryptionContext, "alias/legacy"))).toMatch(/^IncorrectKeyException/);
  const usage = await clientsOf(sandbox).kms.send(new GetKeyLastUsageCommand({ KeyId: app }));
  expect(usage.KeyLastUsage!.Operation).toBe("Decrypt");
});

test("data keys come in plain and sealed, and the sealed one opens", async () => {
  const { kms } = clientsOf(await sandboxForTest(), "app");
  const made = await kms.send(new GenerateDataKeyCommand({ KeyId: "alias/app", KeySpec: "AES_256" }));
  const opened = await kms.send(new DecryptCommand({ CiphertextBlob: made.CiphertextBlob }));
  expect(opened.Plaintext).toEqual(made.Plaintext);
  expect(made.Plaintext!.length).toBe(32);
});

test("an HMAC key makes codes that it verifies, and encrypts nothing", async () => {
  const { kms } = clientsOf(await sandboxForTest(), "app");
  const message = { KeyId: "alias/tokens", Message: Buffer.from("m"), MacAlgorithm: "HMAC_SHA_256" as const };
  const { Mac } = await kms.send(new GenerateMacCommand(message));
  expect((await kms.send(new VerifyMacCommand({ ...message, Mac }))).MacValid).toBe(true);
  const other = new VerifyMacCommand({ ...message, Message: Buffer.from("n"), Mac });
  expect(await refusalOf(kms.send(other))).toMatch(/^KMSInvalidMacException/);
  expect(await refusalOf(encrypt("alias/tokens")(clientsOf(await sandboxForTest()).kms))).toMatch(
    /^InvalidKeyUsageException/,
  );
});

test("a grant lets its grantee use the key, within its constraints, until it is revoked", async () => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox);
  const as = clientsOf(sandbox, "alice").kms;
  const asked = {
    KeyId: app,
    GranteePrincipal: alice,
    Operations: ["Encrypt" as const, "Decrypt" as const],
    Constraints: { EncryptionContextSubset: { App: "x" } },
    Name: "for-alice",
  };
  const { GrantId } = await kms.send(new CreateGrantCommand(asked));
  expect((await kms.send(new CreateGrantCommand(asked))).GrantId).toBe(GrantId);
  await expect(encrypt(app, { App: "x", more: "y" })(as)).resolves.toBeDefined();
  expect(await refusalOf(encrypt(app, { more: "y" })(as))).toMatch(/^AccessDenied/);
  const listed = await kms.send(new ListGrantsCommand({ KeyId: app, GranteePrincipal: alice }));
  expect(listed.Grants).toMatchObject([{ GrantId, Name: "for-alice", KeyId: appArn }]);
  await kms.send(new RevokeGrantCommand({ KeyId: app, GrantId }));
  expect(await refusalOf(encrypt(app, { App: "x" })(as))).toMatch(/^AccessDenied/);
});

test.each<[what: string, change: object, refusal: RegExp]>([
  ["a grantee that is not there", { GranteePrincipal: "arn:aws:iam::111122223333:user/no" }, /^InvalidArn/],
  ["an operation that no grant has", { Operations: ["PutKeyPolicy"] }, /^ValidationException/],
  ["no operation at all", { Operations: [] }, /^ValidationException/],
])("CreateGrant refuses %s", async (_, change, refusal) => {
  const { kms } = clientsOf(await sandboxForTest());
  const asked = { KeyId: app, GranteePrincipal: alice, Operations: ["Decrypt" as const], ...change };
  expect(await refusalOf(kms.send(new CreateGrantCommand(asked)))).toMatch(refusal);
});

test("the seeded grant is listed", async () => {
  const { kms } = clientsOf(await sandboxForTest());
  const { Grants } = await kms.send(new ListGrantsCommand({ KeyId: app }));
  expect(Grants).toMatchObject([
    { Name: "nightly-backup", GranteePrincipal: "arn:aws:iam::111122223333:role/service/Backup" },
  ]);
});

test("a Deny in the key policy beats a grant", async () => {
  const sandbox = await sandboxForTest();
  const { kms } = clientsOf(sandbox);
  await kms.send(new CreateGrantCommand({ KeyId: app, GranteePrincipal: alice, Operations: ["Encrypt"] }));
  const deny = { Effect: "Deny", Principal: { AWS: alice }, Action: "kms:*", Resource: "*" };
  sandbox.setPolicy("alias/app", withStatements(sandbox.policyOf("alias/app"), deny));
  expect(await refusalOf(encrypt(app)(clientsOf(sandbox, "alice").kms))).toMatch(/explicit deny/);
});

test("IAM policies of the caller may ask for the key's tags", async () => {
  const sandbox = await sandboxForTest();
  const PolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "kms:Encrypt",
        Resource: "*",
        Condition: { StringEquals: { "aws:ResourceTag/team": "payments" } },
      },
    ],
  });
  const asked = { UserName: "alice", PolicyName: "Payments", PolicyDocument };
  await clientsOf(sandbox).iam.send(new PutUserPolicyCommand(asked));
  const as = clientsOf(sandbox, "alice").kms;
  await expect(encrypt(app)(as)).resolves.toBeDefined();
  expect(await refusalOf(encrypt("alias/legacy")(as))).toMatch(/^AccessDenied/);
});
