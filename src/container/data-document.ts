import type { JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";

/** A statement of the data source `aws_iam_policy_document`. */
export interface DocumentStatement {
  readonly sid: string | undefined;
  readonly effect: string | undefined;
  readonly principals: readonly DocumentPrincipals[];
  readonly notPrincipals: readonly DocumentPrincipals[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly DocumentCondition[];
}

export interface DocumentPrincipals {
  readonly type: string;
  readonly identifiers: readonly string[];
}

export interface DocumentCondition {
  readonly test: string;
  readonly variable: string;
  readonly values: readonly string[];
}

/**
 * The policy that the AWS provider makes of a data document (Terraform Registry, "Data Source: aws_iam_policy_document"): Allow and
 * 2012-10-17 where nothing else is said, `&{…}` for policy variables, conditions of one test and key joined.
 */
export const policyOfDocument = (
  statements: readonly DocumentStatement[],
  version = "2012-10-17",
): JsonObject => ({ Version: version, Statement: statements.map(written) });

const written = (statement: DocumentStatement): JsonObject =>
  Object.fromEntries(
    [
      ["Sid", statement.sid],
      ["Effect", statement.effect ?? "Allow"],
      ["Principal", principals(statement.principals)],
      ["NotPrincipal", principals(statement.notPrincipals)],
      ["Action", texts(statement.actions)],
      ["NotAction", texts(statement.notActions)],
      ["Resource", texts(statement.resources)],
      ["NotResource", texts(statement.notResources)],
      ["Condition", conditions(statement.conditions)],
    ].filter((member): member is [string, JsonValue] => member[1] !== undefined),
  );

/** `&{aws:username}` is the provider's way to write a policy variable that Terraform does not resolve. */
const variable = (text: string): string => text.replaceAll("&{", "${");

const texts = (values: readonly string[]): JsonValue | undefined => {
  const all = values.map(variable);
  return all.length === 0 ? undefined : all.length === 1 ? all[0] : all;
};

const principals = (blocks: readonly DocumentPrincipals[]): JsonValue | undefined => {
  if (blocks.length === 0) return undefined;
  if (blocks.every(({ type }) => type === "*")) return "*";
  const types = new Map<string, string[]>();
  for (const { type, identifiers } of blocks)
    types.set(type === "*" ? "AWS" : type, [
      ...(types.get(type === "*" ? "AWS" : type) ?? []),
      ...identifiers,
    ]);
  return Object.fromEntries([...types].map(([type, all]) => [type, texts(all) ?? []]));
};

const conditions = (blocks: readonly DocumentCondition[]): JsonValue | undefined => {
  if (blocks.length === 0) return undefined;
  const tests = new Map<string, Map<string, string[]>>();
  for (const { test, variable: key, values } of blocks) {
    const keys = tests.get(test) ?? new Map<string, string[]>();
    keys.set(key, [...(keys.get(key) ?? []), ...values]);
    tests.set(test, keys);
  }
  return Object.fromEntries(
    [...tests].map(([test, keys]) => [
      test,
      Object.fromEntries([...keys].map(([key, all]) => [key, texts(all) ?? []])),
    ]),
  );
};
