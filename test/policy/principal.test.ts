import { expect, test } from "vitest";
import { parsePrincipal } from "../../src/policy/principal.ts";

const id = "111122223333";
const iam = `arn:aws:iam::${id}`;

// IAM User Guide, "Principal" and "IAM identifiers"; what KMS refuses: re:Post and the reports in test/corpus/invalid.
test.each([
  ["AWS", "*", { kind: "everyone" }],
  ["AWS", id, { kind: "account", partition: undefined, account: id }],
  ["AWS", `${iam}:root`, { kind: "account", partition: "aws", account: id }],
  ["AWS", `${iam}:user/Alice`, { kind: "user", path: "/", name: "Alice", account: id }],
  ["AWS", `${iam}:user/team/a/Alice`, { kind: "user", path: "/team/a/", name: "Alice" }],
  ["AWS", `${iam}:role/App`, { kind: "role", path: "/", name: "App" }],
  ["AWS", `${iam}:role/aws-reserved/sso.amazonaws.com/eu-west-1/R_1`, { kind: "role", name: "R_1" }],
  ["AWS", "arn:aws-us-gov:iam::111122223333:role/App", { kind: "role", partition: "aws-us-gov" }],
  ["AWS", `arn:aws:sts::${id}:assumed-role/App/i-0abc`, { kind: "session", role: "App", session: "i-0abc" }],
  ["AWS", `arn:aws:sts::${id}:federated-user/Bob`, { kind: "federated-user", name: "Bob" }],
  ["AWS", "AIDACKCEVSQ6C2EXAMPLE", { kind: "unique-id", of: "user" }],
  ["AWS", "AROADBQP57FF2AEXAMPLE:session", { kind: "unique-id", of: "role" }],
  ["Service", "logs.eu-west-1.amazonaws.com", { kind: "service", name: "logs.eu-west-1.amazonaws.com" }],
])("%s %s is read as its kind", (type, value, expected) => {
  expect(parsePrincipal(type, value)).toMatchObject(expected);
});

test.each([
  ["AWS", `${iam}:group/Dev`, "group-principal"],
  ["AWS", `${iam}:instance-profile/web`, "iam-only-arn"],
  ["AWS", `${iam}:policy/P`, "iam-only-arn"],
  ["AWS", `${iam}:role/App-*`, "wildcard-in-principal"],
  ["AWS", "arn:aws:iam::*:root", "wildcard-in-principal"],
  ["AWS", "1111-2222-3333", "invalid-account-id"],
  ["AWS", "12345678901", "invalid-account-id"],
  ["AWS", "arn:aws:iam::12345678901:root", "invalid-account-id"],
  ["AWS", "arn:aws:iam:us-east-1:111122223333:role/App", "malformed-principal-arn"],
  ["AWS", "arn:aws:iam:::role/App", "invalid-account-id"],
  ["AWS", `${iam}:root/`, "malformed-principal-arn"],
  ["AWS", `${iam}:user/`, "malformed-principal-arn"],
  ["AWS", `${iam}:Alice`, "malformed-principal-arn"],
  ["AWS", `arn:aws:sts::${id}:assumed-role/App`, "malformed-principal-arn"],
  ["AWS", "Alice", "malformed-principal-arn"],
  ["AWS", "", "malformed-principal-arn"],
  ["Service", "*", "invalid-service-principal"],
  ["Service", "S3", "invalid-service-principal"],
  ["Service", "s3.amazonaws.com/x", "invalid-service-principal"],
  ["Federated", "accounts.google.com", "federated-principal"],
  [
    "CanonicalUser",
    "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
    "canonical-user-principal",
  ],
  ["aws", id, "invalid-principal-key"],
  ["constructor", id, "invalid-principal-key"],
])("%s %s is malformed: %s", (type, value, because) => {
  expect(parsePrincipal(type, value)).toEqual({ kind: "malformed", value, because });
});
