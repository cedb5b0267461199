import type { CheckOptions } from "../../src/check/options.ts";
import type { FindingCode } from "../../src/check/catalogue.ts";
import type { Severity } from "../../src/check/finding.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";

/** The key and the documents on which the fixture table is built. */
export const account = "111122223333";
export const keyArn = `arn:aws:kms:us-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const app = `arn:aws:iam::${account}:role/App`;
export const admin = `arn:aws:iam::${account}:role/Admin`;
export const root = `arn:aws:iam::${account}:root`;
export const external = "arn:aws:iam::444455556666:root";

export const facts: KeyFacts = {
  arn: keyArn,
  account,
  partition: "aws",
  region: "us-west-2",
  spec: "SYMMETRIC_DEFAULT",
  usage: "ENCRYPT_DECRYPT",
  origin: "AWS_KMS",
  state: "Enabled",
  manager: "CUSTOMER",
  multiRegion: false,
};

type Json = Record<string, unknown>;

export const rootStatement: Json = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: root },
  Action: "kms:*",
  Resource: "*",
};

export const plain: Json = { Effect: "Allow", Principal: { AWS: app }, Action: "kms:Decrypt", Resource: "*" };

/** The plain statement with some members replaced; `undefined` leaves one out. */
export const statement = (parts: Json): Json => ({ ...plain, ...parts });

/** A document of just these statements. */
export const only = (...statements: Json[]): Json => ({ Version: "2012-10-17", Statement: statements });

/** The root statement and these. */
export const beside = (...statements: Json[]): Json => only(rootStatement, ...statements);

/** The root statement and the plain one with some members replaced. */
export const changed = (parts: Json): Json => beside(statement(parts));

/** The root statement and the plain one with a condition. */
export const when = (condition: Json, parts: Json = {}): Json => changed({ ...parts, Condition: condition });

/** One row: a policy that triggers the finding, where, and a near twin that does not. */
export interface Row {
  readonly code: FindingCode;
  readonly bad: Json | string;
  readonly good: Json | string;
  /** JSON Pointer of the finding. */
  readonly path: string;
  /** How the text goes on at the line and column of the finding. */
  readonly shows: string;
  /** Where it is not the catalogue's. */
  readonly severity?: Severity;
  readonly facts?: KeyFacts;
  readonly options?: CheckOptions;
  /** For the twin, where they differ. */
  readonly goodFacts?: KeyFacts;
  readonly goodOptions?: CheckOptions;
}

export const textOf = (policy: Json | string): string =>
  typeof policy === "string" ? policy : JSON.stringify(policy, null, 2);
