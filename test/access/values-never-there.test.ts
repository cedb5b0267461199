import { expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { Policy } from "../../src/policy/model.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { waysThatCanBe } from "../../src/check/never-met.ts";

/**
 * A value that its condition key has in no request gives nobody anything in any answer: no row of `who-can`, nothing in `show`, no way in
 * `can` (IAM User Guide, "Global condition context keys"; "IAM identifiers"). What is well formed stays, and so do placeholders.
 */
const account = "111122223333";
const root = `arn:aws:iam::${account}:root`;
const stranger = "arn:aws:iam::444455556666:role/App";

const policyWith = (effect: string, operator: string, key: string, values: unknown) => {
  const condition = { [operator]: { [key]: values } };
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
      ...(effect === "Deny"
        ? [{ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" }]
        : []),
      { Effect: effect, Principal: "*", Action: "kms:Decrypt", Resource: "*", Condition: condition },
    ],
  });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no policy");
  return { document, policy: readPolicy(document) };
};

const never: readonly (readonly [operator: string, key: string, values: unknown])[] = [
  ["StringEquals", "kms:CallerAccount", "12345678901"],
  ["StringEquals", "aws:SourceAccount", "12345678901"],
  ["StringEquals", "aws:SourceAccount", ["1111-2222-3333", "12345678901234"]],
  ["StringLike", "aws:SourceAccount", "1111-*"],
  ["StringEquals", "aws:PrincipalOrgID", "123456789012"],
  ["StringLike", "AWS:principalorgid", "ou-ab12-*"],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "ou-ab12-11111111/*"],
  ["StringEquals", "aws:SourceVpc", "vpce-0a1b2c3d"],
  ["StringEqualsIgnoreCase", "aws:SourceVpc", "vpc_123"],
  ["StringEquals", "aws:SourceVpce", "vpc-0a1b2c3d"],
  ["StringEquals", "aws:SourceArn", "my-topic"],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:eu-west-1"],
  ["StringLike", "aws:PrincipalArn", "role/*"],
  ["StringEquals", "aws:userid", "alice"],
  ["StringEquals", "aws:username", "user/alice"],
];

const possible: typeof never = [
  ["StringEquals", "aws:SourceAccount", "444455556666"],
  ["StringLike", "aws:SourceAccount", "4444*"],
  ["StringEquals", "aws:PrincipalOrgID", ["123456789012", "o-a1b2c3d4e5"]],
  ["StringEquals", "aws:PrincipalOrgID", "o-xxxx"],
  ["StringEqualsIgnoreCase", "aws:SourceVpc", "VPC-0A1B2C3D"],
  ["StringLike", "aws:SourceVpce", "*"],
  ["StringEqualsIfExists", "aws:SourceVpce", "vpc-0a1b2c3d"],
  ["StringNotEquals", "aws:SourceVpce", "vpc-0a1b2c3d"],
  ["ForAllValues:StringEquals", "aws:PrincipalOrgPaths", "nonsense"],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:eu-west-1:*:topic"],
  ["StringEquals", "aws:userid", "AROAEXAMPLEID:session"],
  ["StringEquals", "aws:RequestedRegion", "xx-newer-1"],
];

const rowsOf = ({ policy }: ReturnType<typeof policyWith>) =>
  listAccess(policy, { account }, ["kms:Decrypt"]).filter(({ principal }) => principal === "anyone");

const toldOf = (policy: Policy) =>
  listAccess(policy, { account }).map(({ principal, via, actions, when }) => ({
    principal,
    via,
    actions,
    when,
  }));

test.each(never)("%s %s %j allows nobody", (operator, key, values) => {
  const made = policyWith("Allow", operator, key, values);
  const bare = { ...made.policy, statements: made.policy.statements.slice(0, 1) };
  expect(toldOf(made.policy)).toEqual(toldOf(bare));
  expect(readDefaultView(made.document, { account })).toMatchObject({ public: [], accounts: [] });
  const context = { [key]: values as string | string[] };
  for (const asked of [{}, context]) {
    const request = { principal: stranger, action: "kms:Decrypt", context: asked };
    const answer = evaluate(made.policy, request, { account });
    expect(answer).toMatchObject({ decision: "not-allowed" });
    expect(answer.undecided).toBeUndefined();
    expect(waysThatCanBe(answer.otherwise ?? [])).toEqual([]);
  }
});

test.each(never)("a Deny for %s %s %j takes nothing, and always takes where it is negated", (...test) => {
  const [operator, key, values] = test;
  expect(rowsOf(policyWith("Deny", operator, key, values))).toMatchObject([{ when: [[]] }]);
  if (operator.includes(":")) return;
  const negated = operator.replace(/^(String|Arn)/, "$1Not");
  expect(rowsOf(policyWith("Deny", negated, key, values))).toEqual([]);
});

test.each(possible)("%s %s %j may allow somebody", (operator, key, values) => {
  expect(rowsOf(policyWith("Allow", operator, key, values))).not.toEqual([]);
});

// The ARNs of the key's own account tell the partition, in which alone somebody can call (AWS General Reference, "Partitions").
test.each([
  ["arn:aws-cn:iam::444455556666:root", undefined],
  ["arn:aws-cn:iam::444455556666:role/App", undefined],
  ["arn:aws-us-gov:iam::444455556666:user/a/B", undefined],
  ["arn:aws-us-gov:iam::111122223333:role/App", undefined],
  ["*", { ArnLike: { "aws:PrincipalArn": "arn:aws-cn:iam::111122223333:role/App" } }],
  ["*", { StringEquals: { "aws:PrincipalArn": "arn:aws-cn:iam::444455556666:user/A" } }],
  ["*", { StringLike: { "aws:PrincipalArn": "arn:aws-iso:iam::444455556666:role/*" } }],
])("%s with %j is nobody on a key of aws", (principal, condition) => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: root }, Action: "kms:*", Resource: "*" },
      {
        Effect: "Allow",
        Principal: { AWS: principal },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: condition,
      },
    ],
  });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no policy");
  const policy = readPolicy(document);
  expect(listAccess(policy, { account }, ["kms:Decrypt"]).map((row) => row.principal)).toEqual([
    `root-user:${account}`,
    `account:${account}`,
  ]);
  const caller = principal.includes("role/") ? principal : "arn:aws-cn:iam::444455556666:role/App";
  const answer = evaluate(policy, { principal: caller, action: "kms:Decrypt", context: {} }, { account });
  expect(answer).toMatchObject({ decision: "not-allowed" });
  expect(answer.undecided).toBeUndefined();
});

// The ARN of a key has `kms` as its service, whatever else is not known of it (Service Authorization Reference, "AWS KMS").
test.each([
  ["arn:aws:dynamodb:*", false],
  ["arn:aws:s3*", false],
  ["arn:*:s3:::bucket/*", false],
  ["arn:aws-cn:k*", true],
  ["arn:aws:kms:*", true],
  ["arn:aws:*", true],
  ["arn:aws:kms:*:444455556666:*", false],
  ["arn:aws:kms:eu-west-1*", true],
])("a statement for %s may be about a key of which no ARN is known: %s", (resource, may) => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: account }, Action: "kms:*", Resource: "*" },
      { Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: resource },
    ],
  });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("no policy");
  const policy = readPolicy(document);
  const anyone = listAccess(policy, { account }, ["kms:Decrypt"]).filter((row) => row.principal === "anyone");
  expect(anyone.length > 0).toBe(may);
  const answer = evaluate(policy, { principal: stranger, action: "kms:Decrypt", context: {} }, { account });
  expect(answer.decision !== "not-allowed" || answer.undecided !== undefined).toBe(may);
});
