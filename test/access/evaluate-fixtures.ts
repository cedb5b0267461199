import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { Policy } from "../../src/policy/model.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";

export const owner = "111122223333";
export const stranger = "444455556666";
export const root = `arn:aws:iam::${owner}:root`;
export const foreignRoot = `arn:aws:iam::${stranger}:root`;
export const role = (name: string, account = owner) => `arn:aws:iam::${account}:role/${name}`;
export const user = (name: string, account = owner) => `arn:aws:iam::${account}:user/${name}`;
export const session = (name: string, account = owner) =>
  `arn:aws:sts::${account}:assumed-role/${name}/session-1`;

export const keyArn = `arn:aws:kms:us-west-2:${owner}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const facts: KeyFacts = {
  ...{ account: owner, partition: "aws", region: "us-west-2", arn: keyArn },
  ...{ spec: "SYMMETRIC_DEFAULT", usage: "ENCRYPT_DECRYPT", origin: "AWS_KMS", multiRegion: false },
};

export interface StatementParts {
  readonly [name: string]: JsonValue;
}

/** A policy with these statements; each is an Allow of kms:Decrypt on `*` to role/App but for what it says itself. */
export const policyOf = (statements: readonly StatementParts[], version = "2012-10-17"): Policy =>
  policyOfJson({ Version: version, Statement: statements.map(withDefaults) });

export const policyOfJson = (value: JsonValue): Policy => {
  const document = documentOf(parsePolicyText(JSON.stringify(value), "json"));
  if (!document) throw new Error("the fixture is no policy");
  return readPolicy(document);
};

const withDefaults = (parts: StatementParts): StatementParts => ({
  Effect: "Allow",
  ...("NotPrincipal" in parts ? {} : { Principal: { AWS: role("App") } }),
  ...("NotAction" in parts ? {} : { Action: "kms:Decrypt" }),
  ...("NotResource" in parts ? {} : { Resource: "*" }),
  ...parts,
});

export const delegation: StatementParts = {
  Sid: "Enable IAM User Permissions",
  Principal: { AWS: root },
  Action: "kms:*",
};
