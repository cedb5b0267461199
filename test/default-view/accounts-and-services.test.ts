import { expect, test } from "vitest";
import { grantAccounts, grantService, prune, revokeAccounts } from "../../src/core-verbs.ts";
import type { ServiceSource } from "../../src/default-view/service-source.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { delegation, grants, users, words } from "./console-policies.ts";
import { accessChange, arn, keys, other, own, parse, policy, statements, statementsOf } from "./support.ts";

const theirs = arn("root", other);

test.each([
  ["use and grants", undefined, [users(theirs), grants(theirs)], words.useAndGrants],
  ["use", "use", [users(theirs)], words.use],
  ["grants", "grants", [grants(theirs)], words.grants],
] as const)("grant-account gives %s and revoke-account takes it back", (_, only, added, gained) => {
  const document = policy(delegation);
  const result = grantAccounts(document, [other], keys.symmetric, { only });
  expect(statementsOf(result.document)).toEqual(statements(delegation, ...added));
  expect(accessChange(document, result.document, keys.symmetric)).toEqual([`+ ${theirs} ${gained}`]);
  expect(result.inherent).toContain("external-account-access");
  expect(grantAccounts(result.document, [theirs], keys.symmetric, { only }).document).toBe(result.document);
  expect(revokeAccounts(result.document, [other], keys.symmetric).document.text).toBe(document.text);
});

test("grant-account in another partition writes that partition's root ARN", () => {
  const document = parse(policy(delegation).text.replaceAll("arn:aws:", "arn:aws-us-gov:"));
  const facts = {
    ...keys.symmetric,
    partition: "aws-us-gov",
    arn: keys.symmetric.arn.replace("aws", "aws-us-gov"),
  };
  const result = grantAccounts(document, [other], facts, { only: "use" });
  expect(statementsOf(result.document)[1]).toMatchObject({
    Principal: { AWS: `arn:aws-us-gov:iam::${other}:root` },
  });
});

test.each([
  [own, 3, "own-account"],
  [arn("root"), 3, "own-account"],
  ["44445555666", 2, "invalid-account-id"],
  ["444455-556666", 2, "invalid-account-id"],
  ["1111-2222-3333", 3, "own-account"],
  [arn("role/Theirs", other), 2, "invalid-account-id"],
  ["arn:aws-cn:iam::444455556666:root", 3, "wrong-partition"],
])("grant-account refuses %s", (text, exit, code) => {
  expect(() => grantAccounts(policy(delegation), [text], keys.symmetric)).toThrow(
    expect.objectContaining({ exit, code }) as Error,
  );
});

test("revoke-account finds both spellings in every Allow; single principals stay and are named", () => {
  const document = policy(
    delegation,
    users([other, "role/App", arn("role/Theirs", other)]),
    { sid: "All of it", who: theirs, may: "kms:*" },
    {
      who: theirs,
      may: "kms:Decrypt",
      if: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
    },
    { deny: true, who: theirs, may: "kms:CreateGrant" },
  );
  const result = revokeAccounts(document, [other], keys.symmetric);
  expect(statementsOf(result.document)).toEqual(
    statements(delegation, users(["role/App", arn("role/Theirs", other)]), {
      ...{ deny: true, who: theirs, may: "kms:CreateGrant" },
    }),
  );
  expect(result.notes.join()).toContain(
    `kmspol remove-user ${keys.symmetric.arn} ${arn("role/Theirs", other)}`,
  );
  expect(revokeAccounts(result.document, [other], keys.symmetric).document).toBe(result.document);
});

const region = "us-east-1";
const trail = `arn:aws:cloudtrail:${region}:${own}:trail/main`;

test.each<[string, ServiceSource, string, string, object | undefined]>([
  [
    "cloudtrail",
    { sourceArns: [trail] },
    "Allow CloudTrail to use the key",
    "cloudtrail.amazonaws.com",
    { ArnEquals: { "aws:SourceArn": trail } },
  ],
  [
    "sns.amazonaws.com",
    { sourceAccounts: [own], sourceArns: ["arn:aws:sns:*:111122223333:*"] },
    "Allow SNS to use the key",
    "sns.amazonaws.com",
    {
      StringEquals: { "aws:SourceAccount": own },
      ArnLike: { "aws:SourceArn": "arn:aws:sns:*:111122223333:*" },
    },
  ],
  [
    "logs",
    { sourceAccounts: [own] },
    "Allow CloudWatch Logs to use the key",
    `logs.${region}.amazonaws.com`,
    { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${own}:*` } },
  ],
  [
    "lex-v2",
    { sourceAccounts: [own, other] },
    "Allow lex v2 to use the key",
    "lex-v2.amazonaws.com",
    { StringEquals: { "aws:SourceAccount": [own, other] } },
  ],
  ["s3", { unscoped: true }, "Allow S3 to use the key", "s3.amazonaws.com", undefined],
])("grant-service %s", (service, source, Sid, Service, Condition) => {
  const document = policy(delegation);
  const result = grantService(document, [service], keys.symmetric, source);
  const [, added] = statementsOf(result.document);
  expect(added).toMatchObject({ Sid, Effect: "Allow", Principal: { Service }, Resource: "*" });
  expect((added as { Condition?: object }).Condition).toEqual(Condition);
  expect(grantService(result.document, [service], keys.symmetric, source).document).toBe(result.document);
});

test("grant-service for DNSSEC on a signing key: use by source, grants for its own resources", () => {
  const result = grantService(policy(delegation), ["dnssec-route53"], keys.signing, {
    sourceAccounts: [own],
  });
  expect(statementsOf(result.document).slice(1)).toMatchObject([
    { Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"] },
    { Action: "kms:CreateGrant", Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } } },
  ]);
});

test.each<[string, ServiceSource, number, string]>([
  ["sns", {}, 2, "service-source-needed"],
  ["sns", { unscoped: true, sourceAccounts: [own] }, 2, "service-source-conflict"],
  ["sns", { sourceAccounts: ["1234"] }, 2, "invalid-account-id"],
  ["sns", { sourceArns: ["topic"] }, 2, "malformed-source-arn"],
  ["SNS!", { unscoped: true }, 2, "invalid-service-principal"],
  ["dnssec-route53", { unscoped: true }, 3, "service-key-type"],
])("grant-service %s %o is refused", (service, source, exit, code) => {
  expect(() => grantService(policy(delegation), [service], keys.symmetric, source)).toThrow(
    expect.objectContaining({ exit, code }) as Error,
  );
});

test("grant-service for another source is a statement of its own: no condition is widened", () => {
  const document = grantService(policy(delegation), ["sns"], keys.symmetric, {
    sourceAccounts: [own],
  }).document;
  const result = grantService(document, ["sns"], keys.symmetric, { sourceAccounts: [other] }).document;
  expect(statementsOf(result).map((statement) => (statement as { Sid: string }).Sid)).toEqual([
    ...["Enable IAM User Permissions", "Allow SNS to use the key", "Allow SNS to use the key 2"],
  ]);
});

const dead = "AIDACKCEVSQ6C2EXAMPLE";
const deadRole = "AROACKCEVSQ6C2EXAMPLE:session";

test("prune takes dead ids out of Allow and Deny; emptied statements go", () => {
  const document = policy(delegation, users([dead, "role/App", deadRole]), grants(dead), {
    deny: true,
    who: [dead, "role/App"],
    may: "kms:Encrypt",
  });
  const result = prune(document, [], keys.symmetric);
  expect(statementsOf(result.document)).toEqual(
    statements(delegation, users("role/App"), { deny: true, who: "role/App", may: "kms:Encrypt" }),
  );
  expect(accessChange(document, result.document, keys.symmetric)).toEqual([]);
  expect(prune(result.document, [], keys.symmetric).document).toBe(result.document);
});

test("prune keeps a NotPrincipal's meaning: one exemption of several goes, the last is refused", () => {
  const text = (ids: string) =>
    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"${own}"},"Action":"kms:*","Resource":"*"},{"Effect":"Deny","NotPrincipal":{"AWS":${ids}},"Action":"kms:Sign","Resource":"*"}]}`;
  const two = prune(parse(text(`["${dead}","${arn("root")}"]`)), [], keys.symmetric).document;
  expect(statementsOf(two)[1]).toMatchObject({ NotPrincipal: { AWS: arn("root") } });
  expect(() => prune(parse(text(`"${dead}"`)), [], keys.symmetric)).toThrow(
    expect.objectContaining({ code: "last-exemption", exit: 3 }) as Error,
  );
});

test("a service for anyone is inherent in what was asked where it was asked for, or where its scope is of another kind", () => {
  const inherent = (
    service: string,
    source: Parameters<typeof grantService>[3],
    facts: KeyFacts = keys.symmetric,
  ) => grantService(policy(delegation), [service], facts, source).inherent;
  expect(inherent("sns", { unscoped: true })).toEqual(["service-principal-unscoped"]);
  expect(inherent("sns", { sourceAccounts: [own] })).toEqual([]);
  expect(inherent("logs", { sourceAccounts: [own] })).toEqual(["service-principal-unscoped"]);
  expect(inherent("dnssec-route53", { sourceAccounts: [own] }, keys.signing)).toEqual([
    "service-principal-unscoped",
  ]);
});
