import { expect, test } from "vitest";
import { checkPolicy, draftsOf, type CodedDraft } from "../../src/check/check.ts";
import { type FindingCode, ruleCodes } from "../../src/check/catalogue.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { jsonPointer } from "../../src/policy/text/position.ts";
import {
  account,
  changed,
  facts,
  only,
  rootStatement,
  statement,
  textOf,
  when,
  type Row,
} from "./fixture.ts";
import { rows } from "./fixture-table.ts";

// A hint, followed, mends its finding and makes no other: each edit that a row's finding proposes is made, and the result checked again.

const draftsIn = (text: string, row: Row): readonly CodedDraft[] =>
  draftsOf(parsePolicyText(text, "json"), row.facts ?? facts, row.options ?? {});

const editsOf = (row: Row) => {
  const text = textOf(row.bad);
  const document = documentOf(parsePolicyText(text, "json"));
  const found = draftsIn(text, row).filter(
    ({ code, at }) => code === row.code && jsonPointer(at.path) === row.path,
  );
  return found.flatMap((draft) =>
    [draft.fix, draft.suggestion].flatMap((edit) =>
      edit && document ? [{ draft, before: text, after: edit(document).text }] : [],
    ),
  );
};

const identity = ({ code, message }: CodedDraft): string => `${code}: ${message}`;

/** What comes to light once the words mean something, and is not the hint's doing. */
const broughtToLight: Readonly<Partial<Record<FindingCode, readonly FindingCode[]>>> = {
  // The account is now one that is named already.
  "invalid-account-id": ["redundant-statement", "account-id-short-form"],
  "unknown-action": ["decrypt-only-half"],
  // The row's value is none of that key's.
  "unknown-condition-key": ["via-service-format"],
  "condition-key-format": ["via-service-format"],
  "spoofable-condition-key": ["value-never-matches"],
  // The twin is as long as a policy may be.
  "policy-too-large": ["policy-near-limit"],
  // Who is named now is somebody, of whom there is something to say.
  "group-principal": ["iam-user-principal"],
  "canonical-user-principal": ["redundant-statement", "account-id-short-form"],
  "invalid-service-principal": ["service-principal-unscoped"],
  "variable-syntax": ["redundant-statement"],
  "full-access-principal": ["redundant-statement"],
  // What is allowed now works, and has its other half.
  "action-not-for-key-type": ["decrypt-only-half", "asymmetric-missing-getpublickey"],
  "external-action-inert": ["external-account-access"],
  // Nobody could manage the key, or only for a time; now there is one, by whatever way the twin took.
  lockout: ["manager-only-session"],
  "lockout-unknown": ["full-access-principal"],
  "manager-only-session": ["single-manager"],
  // The twin allows nobody anything, which is no restriction but has a finding of its own.
  "ineffective-restriction": ["wildcard-without-like"],
};

const proposals = rows.flatMap((row, index) =>
  editsOf(row).map((edit) => [`${row.code} (${index}): ${edit.draft.hint ?? ""}`, row, edit] as const),
);

test.each(proposals)("%s", (_, row, { draft, before, after }) => {
  expect(after).not.toBe(before);
  const left = draftsIn(after, row);
  expect(left.filter(({ code }) => code === row.code).map(identity)).not.toContain(identity(draft));
  const allowed = broughtToLight[row.code] ?? [];
  const known = new Set(draftsIn(before, row).map(({ code }) => code));
  expect(left.filter(({ code }) => !known.has(code) && !allowed.includes(code)).map(identity)).toEqual([]);
});

const byName = "a name that only its author knows";
const byMeaning = "two readings, and only its author knows which is meant";
const byMeans = "what is wanted can be had in several ways";
const elsewhere = "what mends it is no text of this policy";

/** Why a finding is mended by words alone; for each row the twin is the policy after somebody has followed them. */
const followedByHand: Readonly<Partial<Record<FindingCode, string>>> = {
  "json-syntax": byMeaning,
  "duplicate-json-key": byMeaning,
  "duplicate-condition-key-case": byMeaning,
  "policy-too-large": byMeans,
  "policy-near-limit": byMeans,
  "invalid-character": byMeaning,
  "variable-in-old-version": byMeaning,
  "missing-statement": byName,
  "missing-principal": byName,
  "missing-action": byName,
  "iam-only-arn": byName,
  "element-conflict": byMeaning,
  "condition-key-not-for-action": byMeans,
  "empty-condition": byMeaning,
  "sid-characters": byMeaning,
  "value-never-matches": byName,
  "group-principal": byMeans,
  "session-principal": byMeaning,
  "iam-user-principal": byName,
  "federated-principal": byName,
  "canonical-user-principal": byName,
  "unverified-principal": elsewhere,
  "invalid-service-principal": byName,
  "ineffective-action": byMeans,
  "action-not-for-key-type": byMeaning,
  "admin-wildcard-grants": byMeaning,
  "full-access-principal": byMeaning,
  "broad-delete": byMeans,
  "grant-unrestricted": byMeans,
  "asymmetric-missing-getpublickey": byMeaning,
  "decrypt-only-half": byMeaning,
  "public-access": byName,
  "ineffective-restriction": byName,
  "via-service-without-account": byName,
  "allow-not-principal": byName,
  "allow-not-action": byName,
  "external-account-full": byName,
  "external-account-access": elsewhere,
  "external-action-inert": byMeaning,
  "third-party-without-id": byName,
  "forbidden-access": byMeans,
  "service-principal-unscoped": byName,
  "service-principal-bad-key": byName,
  "admin-is-user": byName,
  "enclave-attestation-missing": byName,
  lockout: byMeans,
  "lockout-unknown": elsewhere,
  "no-account-root": byMeaning,
  "conditional-account-root": byMeaning,
  "single-manager": byName,
  "manager-only-session": byMeans,
  "put-without-get": byMeaning,
  "deny-everyone-manage": byMeans,
  "deny-account-root": byMeans,
  "deny-not-principal": byName,
  "no-delete-permission": elsewhere,
  "pending-deletion": elsewhere,
  "replica-drift": elsewhere,
  "iam-root-missing-for-group": byMeaning,
  "iam-only-condition-key": byMeaning,
  "spoofable-condition-key": byName,
  "via-service-format": byName,
  "variable-syntax": byMeaning,
  "private-source-ip": byName,
  "paired-keys": byName,
};

test("every rule's hint comes with an edit that is tried above, or stands here with the reason why it has none", () => {
  const tried = new Set(proposals.map(([, { code }]) => code));
  const inWordsAlone = ruleCodes.filter((code) => !tried.has(code));
  expect(inWordsAlone.sort()).toEqual(Object.keys(followedByHand).sort());
});

const handRows = rows.flatMap((row, index) =>
  Object.hasOwn(followedByHand, row.code) ? [[`${row.code} (${index})`, row] as const] : [],
);

test.each(handRows)("%s: followed by hand, it makes no other finding", (_, row) => {
  const known = new Set(draftsIn(textOf(row.bad), row).map(({ code }) => code));
  const twin = {
    ...row,
    ...(row.goodFacts && { facts: row.goodFacts }),
    ...(row.goodOptions && { options: row.goodOptions }),
  };
  const allowed = broughtToLight[row.code] ?? [];
  const left = draftsIn(textOf(row.good), twin).filter(
    ({ code }) => !known.has(code) && !allowed.includes(code),
  );
  expect(left.map(identity)).toEqual([]);
});

/** Hints that leave a name to be filled in, a choice to be made, or a limit that only the author knows. */
const inWords: readonly FindingCode[] = [
  ...(["invalid-character", "missing-statement", "missing-action", "invalid-effect"] as const),
  ...(["value-never-matches", "reserved-role-path", "condition-key-format", "unknown-operator"] as const),
  ...(["admin-wildcard-grants", "grant-unrestricted", "decrypt-only-half"] as const),
  ...(["asymmetric-missing-getpublickey", "ineffective-restriction", "via-service-without-account"] as const),
  ...(["service-principal-unscoped", "service-principal-bad-key", "enclave-attestation-missing"] as const),
  ...([
    "no-account-root",
    "no-delete-permission",
    "deny-not-principal",
    "iam-root-missing-for-group",
  ] as const),
  ...(["spoofable-condition-key", "via-service-format", "variable-syntax", "private-source-ip"] as const),
  ...(["paired-keys"] as const),
];

test("a hint with a text to write comes with the edit", () => {
  const without = rows
    .filter(({ code }) => !inWords.includes(code))
    .flatMap((row) =>
      draftsIn(textOf(row.bad), row).filter(
        ({ code, at, hint = "", fix, suggestion }) =>
          code === row.code &&
          jsonPointer(at.path) === row.path &&
          /^(?:write|use|add|did you mean) /.test(hint) &&
          !fix &&
          !suggestion,
      ),
    )
    .map(({ code, hint }) => `${code}: ${hint ?? ""}`);
  expect([...new Set(without)]).toEqual([]);
});

const principal = (value: string): Record<string, unknown> => changed({ Principal: { AWS: value } });
const under = (operator: string): Record<string, unknown> =>
  when({ [operator]: { "kms:ViaService": "s3.us-west-2.amazonaws.com" } });
const owner = `arn:aws:iam::${account}`;
const ssoPath = "role/aws-reserved/sso.amazonaws.com/";

/** What is written, and what the hint of that finding is to say. */
const said: readonly (readonly [
  title: string,
  policy: Record<string, unknown>,
  code: FindingCode,
  hint: string | RegExp,
])[] = [
  ...(
    [
      ["arn:aws::111122223333:root", "root"],
      ["arn:aws:iam:111122223333:root", "root"],
      [`${owner}:/root`, "root"],
      [`${owner}:role//App`, "role/App"],
      [`${owner}:Role/App`, "role/App"],
      [`${owner}:role:App`, "role/App"],
      [`${owner}:user/App `, "user/App"],
      ["arn:AWS:iam::111122223333:role/App", "role/App"],
      ["arn:aws:IAM::111122223333:role/App", "role/App"],
      ["111122223333:role/App", "role/App"],
      [`${owner}:role/App/`, "role/App"],
      [`${owner}:roles/team/App`, "role/team/App"],
      ["role/App", "role/App"],
      [`${owner}:assumed-role/App/me`, "role/App"],
    ] as const
  ).map(
    ([value, meant]) =>
      [value, principal(value), "malformed-principal-arn", `write ${owner}:${meant}`] as const,
  ),
  [
    "a template's place",
    principal(`${owner}:role/<role-name>`),
    "malformed-principal-arn",
    "put the name in the place",
  ],
  [
    "a session of IAM Identity Center",
    principal(`${owner}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jo`),
    "malformed-principal-arn",
    `…:${ssoPath}REGION/AWSReservedSSO_Admin_0123456789abcdef`,
  ],
  [
    "its ARN of STS",
    principal(`arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/jo`),
    "session-principal",
    `…:${ssoPath}REGION/AWSReservedSSO_Admin_0123456789abcdef`,
  ],
  [
    "every permission set",
    principal(`${owner}:role/AWSReservedSSO_*`),
    "wildcard-in-principal",
    `"aws:PrincipalArn": "${owner}:${ssoPath}*AWSReservedSSO_*"`,
  ],
  ["all of an account", principal(`${owner}:*`), "wildcard-in-principal", `write ${owner}:root`],
  [
    "ForAnyValues",
    under("ForAnyValues:StringLike"),
    "unknown-operator",
    "did you mean ForAnyValue:StringLike?",
  ],
  [
    "ForAllValue",
    under("ForAllValue:StringLike"),
    "unknown-operator",
    "did you mean ForAllValues:StringLike?",
  ],
  [
    "a colon before IfExists",
    under("StringEquals:IfExists"),
    "unknown-operator",
    "did you mean StringEqualsIfExists?",
  ],
  ["IfExist", under("StringEqualsIfExist"), "unknown-operator", "did you mean StringEqualsIfExists?"],
  [
    "several at once",
    under("forAnyValues:stringlikeifexist"),
    "unknown-operator",
    "did you mean ForAnyValue:StringLikeIfExists?",
  ],
  [
    "a variable in a date",
    when({ DateLessThan: { "aws:CurrentTime": "${aws:PrincipalTag/until}" } }),
    "variable-syntax",
    "put a fixed value there",
  ],
  [
    "grants among what is created",
    changed({ Action: ["kms:Create*", "kms:Decrypt"] }),
    "admin-wildcard-grants",
    "list the actions that are meant",
  ],
  [
    "deletion denied on purpose",
    only(
      { ...rootStatement, Action: ["kms:Put*", "kms:Get*"] },
      statement({ Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:ScheduleKeyDeletion" }),
    ),
    "no-delete-permission",
    "accept the finding",
  ],
  // EventBridge User Guide, "Troubleshooting": with such a condition no event reaches an encrypted SNS topic.
  ...["events.amazonaws.com", "events.eu-west-1.amazonaws.com"].map(
    (Service) =>
      [
        `${Service}, which works without a source alone`,
        changed({ Principal: { Service } }),
        "service-principal-unscoped",
        "but not where it publishes to an encrypted SNS topic: it sends neither there, and would be kept out; accept the finding then",
      ] as const,
  ),
  ...["sns.amazonaws.com", "myevents.amazonaws.com", "cloudtrail.amazonaws.com"].map(
    (Service) =>
      [
        `${Service}, which sends its source`,
        changed({ Principal: { Service } }),
        "service-principal-unscoped",
        /^add a condition on aws:SourceArn or aws:SourceAccount$/,
      ] as const,
  ),
  [
    "a key that the tables lack",
    when({ StringEquals: { "kms:SomethingOfNextYear": "x" } }),
    "unknown-condition-key",
    "is right as it is",
  ],
];

test.each(said)("%s", (_, policy, code, hint) => {
  const found = checkPolicy(parsePolicyText(textOf(policy), "json"), facts).filter(
    (each) => each.code === code,
  );
  expect(found.map((each) => each.hint)).toEqual([
    typeof hint === "string" ? expect.stringContaining(hint) : expect.stringMatching(hint),
  ]);
});

test("no fault is told in two ways that contradict each other", () => {
  const codes = (policy: Record<string, unknown>) =>
    checkPolicy(parsePolicyText(textOf(policy), "json"), facts).map(({ code }) => code);
  expect(codes(under("StringEquals:IfExists"))).not.toContain("ifexists-in-allow");
  expect(codes(under("ForAnyValues:StringLike"))).not.toContain("missing-qualifier");
  const date = when({ DateLessThan: { "aws:CurrentTime": "${aws:PrincipalTag/until}" } });
  expect(codes(date)).not.toContain("date-format");
});

// IAM User Guide, "Available keys for AWS OIDC federation" and "… for SAML-based AWS STS federation"; EKS User Guide, roles of service accounts.
test.each([
  "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub",
  "token.actions.githubusercontent.com:sub",
  "cognito-identity.amazonaws.com:sub",
  "accounts.google.com:sub",
  "graph.facebook.com:id",
  "www.amazon.com:user_id",
  "saml:sub",
  "sts:RoleSessionName",
])("%s may come with a session's credentials: nothing to say", (key) => {
  const found = checkPolicy(parsePolicyText(textOf(when({ StringEquals: { [key]: "x" } })), "json"), facts);
  expect(found).toEqual([]);
});

// The same page: it holds "authenticated" and, beside it, the name of the provider.
test("cognito-identity.amazonaws.com:amr has several values", () => {
  const found = (condition: Parameters<typeof when>[0]) =>
    checkPolicy(parsePolicyText(textOf(when(condition)), "json"), facts).map(({ code }) => code);
  const key = "cognito-identity.amazonaws.com:amr";
  expect(found({ "ForAnyValue:StringLike": { [key]: "authenticated" } })).toEqual([]);
  const both = {
    "ForAnyValue:StringLike": { [key]: "auth*" },
    "ForAnyValue:StringEquals": { [key]: "accounts.google.com" },
  };
  expect(found(both)).toEqual([]);
  expect(found({ StringEquals: { [key]: "authenticated" } })).toEqual(["missing-qualifier"]);
});

// IAM User Guide, "Condition operators": each type of value has its look. Access Analyzer, TYPE_MISMATCH_NUMBER and _IP_RANGE.
test.each([
  ["NumericLessThan", "kms:ScheduleKeyDeletionPendingWindowInDays", "seven", true],
  ["NumericLessThan", "kms:ScheduleKeyDeletionPendingWindowInDays", "7 days", true],
  ["NumericEqualsIfExists", "kms:RotationPeriodInDays", "", true],
  ["NumericLessThan", "kms:ScheduleKeyDeletionPendingWindowInDays", "7", false],
  ["NumericLessThan", "kms:ScheduleKeyDeletionPendingWindowInDays", 7, false],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "3600.5", false],
  ["IpAddress", "aws:VpcSourceIp", "10.0.0.0/33", true],
  ["NotIpAddress", "aws:VpcSourceIp", "ten", true],
  ["IpAddress", "aws:VpcSourceIp", "10.0.0.0/8", false],
  ["BinaryEquals", "aws:PrincipalTag/blob", "not base64!", true],
])("%s on %s of %j: a type mismatch: %s", (operator, key, value, isFound) => {
  const policy = textOf(when({ [operator]: { [key]: value } }, { Action: "kms:*" }));
  const codes = checkPolicy(parsePolicyText(policy, "json"), facts).map(({ code }) => code);
  expect(codes.includes("type-mismatch")).toBe(isFound);
});

// KMS Developer Guide, "Key spec reference": what a key may be for, told by its spec alone.
test.each([
  ["RSA_2048", "kms:VerifyMac", true],
  ["RSA_2048", "kms:GenerateDataKey", true],
  ["RSA_2048", "kms:Sign", false],
  ["RSA_2048", "kms:Decrypt", false],
  ["ECC_NIST_P256", "kms:Encrypt", true],
  ["ECC_NIST_P256", "kms:DeriveSharedSecret", false],
  ["ECC_SECG_P256K1", "kms:DeriveSharedSecret", true],
  ["HMAC_256", "kms:Sign", true],
  ["SYMMETRIC_DEFAULT", "kms:GetPublicKey", true],
  ["SM2", "kms:DeriveSharedSecret", false],
])("a key of spec %s, %s: it cannot: %s", (spec, action, isFound) => {
  const codes = checkPolicy(parsePolicyText(textOf(changed({ Action: action })), "json"), { account, spec });
  expect(codes.some(({ code }) => code === "action-not-for-key-type")).toBe(isFound);
});
