import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import type { Finding } from "../../src/check/finding.ts";
import { loadPolicyText, parsePolicyText } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import { account, facts, textOf, when } from "./fixture.ts";

// Values that a condition key never has, and what to write instead where the text tells; "-": nothing is wrong.
// Sources: IAM User Guide, "AWS global condition context keys" and "IAM identifiers"; KMS Developer Guide, "Condition keys";
// AWS General Reference, "ARN format".

type Case = readonly [operator: string, key: string, value: string | number, said: string, facts?: KeyFacts];

const unknownKey: KeyFacts = {};
const inGovCloud: KeyFacts = { partition: "aws-us-gov", region: "us-gov-west-1", account };
const multiRegion: KeyFacts = { ...facts, multiRegion: true };
const words = "(words)";

const cases: readonly Case[] = [
  // Account ids
  ["StringEquals", "kms:CallerAccount", "11112222333", words],
  ["StringEquals", "kms:CallerAccount", "11111111111111", words],
  ["StringEquals", "aws:PrincipalAccount", "1111-2222-3333", "111122223333"],
  ["StringEquals", "aws:SourceAccount", "1111 2222 3333", "111122223333"],
  ["StringEquals", "aws:SourceAccount", " 111122223333", "111122223333"],
  ["StringEquals", "aws:VpceAccount", "arn:aws:iam::111122223333:root", "111122223333"],
  ["StringNotEquals", "kms:CallerAccount", "1111-2222-3333", "111122223333"],
  ["StringEqualsIfExists", "kms:CallerAccount", "o-abcdefghij", words],
  ["StringLike", "kms:CallerAccount", "1111222233334*", words],
  ["StringLike", "kms:CallerAccount", "1111*", "-"],
  ["StringEquals", "kms:CallerAccount", "111122223333", "-"],
  ["StringEquals", "kms:CallerAccount", 111122223333, "-"],
  ["StringEquals", "kms:CallerAccount", 11112222333, words],
  ["StringEquals", "kms:CallerAccount", "${aws:PrincipalAccount}", "-"],
  ["StringEquals", "aws:ResourceAccount", "444455556666", account],
  ["StringEquals", "aws:ResourceAccount", "444455556666", "-", unknownKey],
  // Organizations and their units
  ["StringEquals", "aws:PrincipalOrgID", "O-ABCDEFGHIJ", "o-abcdefghij"],
  [
    "StringEquals",
    "aws:PrincipalOrgID",
    "arn:aws:organizations::111122223333:organization/o-abcdefghij",
    "o-abcdefghij",
  ],
  ["StringEquals", "aws:SourceOrgID", "ou-ab12-11111111", words],
  ["StringEquals", "aws:PrincipalOrgID", "111122223333", words],
  ["StringEquals", "aws:PrincipalOrgID", "o-abc", words],
  ["StringEquals", "aws:PrincipalOrgID", "o-abcdefghij", "-"],
  ["StringLike", "aws:PrincipalOrgID", "o-*", "-"],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "ou-ab12-11111111/*", words],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abcdefghij", "o-abcdefghij/*"],
  [
    "ForAnyValue:StringEquals",
    "aws:PrincipalOrgPaths",
    "o-abcdefghij/r-ab12/ou-ab12-11111111",
    "o-abcdefghij/r-ab12/ou-ab12-11111111/",
  ],
  ["ForAnyValue:StringLike", "aws:SourceOrgPaths", "o-abcdefghij/ou-ab12-11111111/*", words],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abcdefghij/*", "-"],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-abcdefghij/r-ab12/ou-ab12-11111111/*", "-"],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "*/r-ab12/ou-ab12-11111111/*", "-"],
  // ARNs of principals
  [
    "StringEquals",
    "aws:PrincipalArn",
    "arn:aws:iam:us-east-1:111122223333:role/Admin",
    "arn:aws:iam::111122223333:role/Admin",
  ],
  ["ArnEquals", "aws:PrincipalArn", "arn:aws:iam::11112222333:role/App", words],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::1111-2222-3333:role/*", "arn:aws:iam::111122223333:role/*"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*", words],
  ["ArnLike", "kms:EncryptionContext:aws:s3:arn", "my-bucket", words],
  ["ArnLike", "kms:EncryptionContext:aws:s3:arn", "arn:aws:s3:::my-bucket", "-"],
  ["ArnLike", "kms:EncryptionContext:aws:s3:arn", "*", "-"],
  ["ArnLike", "kms:EncryptionContext:aws:s3:arn", "arn:${aws:PrincipalTag/rest}", "-"],
  ["ArnLike", "aws:PrincipalArn", "role/App", `arn:aws:iam::${account}:role/App`],
  ["ArnLike", "aws:PrincipalArn", "111122223333", words],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:group/Dev", words],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::111122223333:policy/Dev", words],
  [
    "ArnLike",
    "aws:PrincipalArn",
    "arn:aws:iam::111122223333:roles/Dev",
    "arn:aws:iam::111122223333:role/Dev",
  ],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:sts::111122223333:role/Dev", "arn:aws:iam::111122223333:role/Dev"],
  [
    "ArnNotLike",
    "aws:PrincipalArn",
    "arn:aws-cn:iam::111122223333:role/Dev",
    "arn:aws:iam::111122223333:role/Dev",
  ],
  [
    "ArnEquals",
    "aws:PrincipalArn",
    "arn:aws:iam::111122223333:role/Dev",
    "arn:aws-us-gov:iam::111122223333:role/Dev",
    inGovCloud,
  ],
  ["ArnEquals", "aws:PrincipalArn", "arn:aws-us-gov:iam::111122223333:role/Dev", "-", inGovCloud],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/team/*", "-"],
  ["ArnLike", "aws:PrincipalArn", "arn:*:iam::111122223333:*", "-"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/aws:ec2-infrastructure", "-"],
  ["ArnLike", "aws:PrincipalArn", "*", "-"],
  ["StringLike", "aws:PrincipalArn", "*:role/App", "-"],
  ["StringLike", "aws:PrincipalArn", "*/Dev?", "-"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:sts::111122223333:federated-user/Bob", "-"],
  ["StringEquals", "kms:GranteePrincipal", "role/App", `arn:aws:iam::${account}:role/App`],
  ["StringEquals", "kms:GranteePrincipal", "arn:aws:sts::111122223333:assumed-role/App/me", "-"],
  // Other ARNs
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-west-2:1111222233334:topic", words],
  [
    "ArnLike",
    "aws:SourceArn",
    "arn:aws:sns:us-west-2:1111-2222-3333:topic",
    "arn:aws:sns:us-west-2:111122223333:topic",
  ],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:us-west-2:111122223333", words],
  ["StringEquals", "aws:SourceArn", "topic", words],
  ["StringLike", "aws:SourceArn", "arn:aws:s3::bucket", words],
  [
    "ArnEquals",
    "aws:SourceArn",
    "arn:aws:cloudtrail:us-gov-west-1:111122223333:trail/main",
    "arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/main",
    inGovCloud,
  ],
  [
    "StringLike",
    "kms:EncryptionContext:aws:cloudtrail:arn",
    "arn:aws:cloudtrail:*:111122223333:trail/*",
    "arn:aws-us-gov:cloudtrail:*:111122223333:trail/*",
    inGovCloud,
  ],
  ["ArnLike", "kms:EncryptionContext:aws:logs:arn", "arn:aws:logs:us-west-2:111122223333:*", "-"],
  ["StringLike", "kms:EncryptionContext:project", "anything at all", "-"],
  ["ArnLike", "aws:SourceArn", "arn:aws:s3:::bucket", "-"],
  ["ArnLike", "aws:SourceArn", "arn:aws:s3:::*", "-"],
  ["StringLike", "aws:SourceArn", "arn:aws:sns:*", "-"],
  // Words
  ["ForAllValues:StringEquals", "kms:GrantOperations", "kms:Decrypt", "Decrypt"],
  ["ForAllValues:StringEquals", "kms:GrantOperations", "ReEncrypt*", "-"],
  ["ForAllValues:StringLike", "kms:GrantOperations", "ReEncrypt*", "-"],
  ["ForAllValues:StringLike", "kms:GrantOperations", "kms:ReEncrypt*", "ReEncrypt*"],
  ["ForAllValues:StringEquals", "kms:GrantOperations", "decrypt", "Decrypt"],
  ["ForAllValues:StringEqualsIgnoreCase", "kms:GrantOperations", "decrypt", "-"],
  ["ForAllValues:StringEquals", "kms:GrantOperations", "ScheduleKeyDeletion", words],
  ["StringEquals", "kms:GrantConstraintType", "EncryptionContextEqual", "EncryptionContextEquals"],
  ["StringEquals", "aws:PrincipalType", "Role", "AssumedRole"],
  ["StringEquals", "aws:PrincipalType", "IAMUser", "User"],
  ["StringEquals", "aws:PrincipalType", "AssumedRole", "-"],
  ["StringEquals", "kms:EncryptionAlgorithm", "AES_256", words],
  ["StringEquals", "kms:SigningAlgorithm", "RSASSA-PSS-SHA-256", "RSASSA_PSS_SHA_256"],
  ["StringEquals", "kms:MessageType", "raw", "RAW"],
  ["StringEquals", "kms:KeyUsage", "ENCRYPT", words, unknownKey],
  // Regions
  ["StringEquals", "aws:RequestedRegion", "eu-west-1", "us-west-2"],
  ["StringEquals", "aws:RequestedRegion", "us-west-2a", "us-west-2"],
  ["StringEquals", "aws:RequestedRegion", "US-WEST-2", "us-west-2", unknownKey],
  ["StringLike", "aws:RequestedRegion", "eu-*", "us-west-2"],
  ["StringLike", "aws:RequestedRegion", "us-*", "-"],
  ["StringEquals", "aws:RequestedRegion", "eu-west-1", "-", unknownKey],
  ["StringEquals", "aws:RequestedRegion", "eu-west-1", "-", multiRegion],
  ["StringEquals", "kms:ReplicaRegion", "eu-west-1", "-"],
  ["StringEquals", "kms:ReplicaRegion", "Ireland", words, unknownKey],
  // Others
  ["StringEquals", "aws:SourceVpc", "vpce-0123456789abcdef0", words],
  ["StringEquals", "aws:SourceVpce", "vpc-0123456789abcdef0", words],
  ["StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0", "-"],
  ["StringEquals", "aws:userid", "alice", words],
  ["StringLike", "aws:userid", "arn:aws:iam::111122223333:role/App", words],
  ["StringLike", "aws:userid", "AROADBQP57FF2AEXAMPLE:*", "-"],
  ["StringEquals", "aws:username", "arn:aws:iam::111122223333:user/team/alice", "alice"],
  ["ForAnyValue:StringEquals", "aws:CalledVia", "cloudformation", "cloudformation.amazonaws.com"],
  ["StringEqualsIgnoreCase", "kms:RecipientAttestation:PCR0", "000000", words],
  [
    "StringEqualsIgnoreCase",
    "kms:RecipientAttestation:ImageSha384",
    `sha384:${"ab".repeat(48)}`,
    "ab".repeat(48),
  ],
  ["StringEqualsIgnoreCase", "kms:RecipientAttestation:PCR0", "AB".repeat(48), "-"],
];

const findingsOf = (operator: string, key: string, value: unknown, key_: KeyFacts): readonly Finding[] =>
  checkPolicy(parsePolicyText(textOf(when({ [operator]: { [key]: value } })), "json"), key_).filter(
    ({ code }) => code === "value-never-matches",
  );

const titled = cases.map((row): [string, Case] => [`${row[0]} ${row[1]} ${row[2]} ${row[3]}`, row]);

test.each(titled)(
  "is the value one that its key can have: %s",
  (_, [operator, key, value, said, own = facts]) => {
    const found = findingsOf(operator, key, value, own);
    const hints = found.map(({ hint }) => /^write "([^"]*)"$/.exec(hint ?? "")?.[1] ?? words);
    expect(hints).toEqual(said === "-" ? [] : [said]);
    for (const { path } of found) expect(path.split("/").at(-1)).toBe(key.replace("/", "~1"));
  },
);

test("each value of a list is looked at, and found in its place", () => {
  const list = ["Decrypt", "kms:ReEncryptFrom", "GenerateDataKey", "kms:ReEncryptTo"];
  const found = findingsOf("ForAllValues:StringEquals", "kms:GrantOperations", list, facts);
  expect(found.map(({ path }) => path.split("/").at(-1))).toEqual(["1", "3"]);
});

test("of Regions one that is the key's own makes the others harmless", () => {
  expect(findingsOf("StringEquals", "aws:RequestedRegion", ["eu-west-1", "us-west-2"], facts)).toEqual([]);
  expect(findingsOf("StringEquals", "aws:RequestedRegion", ["eu-west-1", "eu-west-2"], facts)).toHaveLength(
    2,
  );
});

test("the case of the condition key does not matter", () => {
  expect(findingsOf("StringEquals", "AWS:SOURCEACCOUNT", "1111-2222-3333", facts)).toHaveLength(1);
});

test("YAML makes numbers of ids: the zeros in front are seen, and the hint writes them in quotes", async () => {
  const text = [
    "Version: '2012-10-17'",
    "Statement:",
    "  - Effect: Allow",
    "    Principal: { AWS: arn:aws:iam::111122223333:role/App }",
    "    Action: kms:Decrypt",
    "    Resource: '*'",
    "    Condition:",
    "      StringEquals:",
    "        aws:SourceAccount: 012345678901",
  ].join("\n");
  const [finding] = checkPolicy(await loadPolicyText(text, "yaml"), facts).filter(
    ({ code }) => code === "value-never-matches",
  );
  expect(finding).toMatchObject({ line: 9, column: 28, hint: 'write "012345678901"', fixable: false });
});
