import type { PolicyDocument } from "./document.ts";
import { documentValue, isList, isRecord, jsonKey, type JsonObject } from "./json-value.ts";
import type { JsonValue } from "./syntax.ts";

/**
 * True where two documents are one to KMS: the same JSON value, except for what KMS itself rewrites between put and
 * get. White space, order of members, order of principals, a single value or a list of it, a bare account id or that
 * account's root ARN do not count; a Sid, an Id or the order of statements does.
 */
export const sameDocument = (a: PolicyDocument, b: PolicyDocument): boolean =>
  documentKey(a, partitionOf(a, b)) === documentKey(b, partitionOf(a, b));

/** The partition in which a bare account id is meant: that of the first ARN in the documents, else `aws`. */
export const partitionOf = (...documents: readonly PolicyDocument[]): string =>
  documents.map(({ text }) => /arn:(aws[a-z-]*):/.exec(text)?.[1]).find(Boolean) ?? "aws";

const documentKey = (document: PolicyDocument, partition: string): string => {
  const root = documentValue(document);
  return jsonKey(isRecord(root) ? asKmsKeeps(root, partition) : root);
};

const asKmsKeeps = (root: JsonObject, partition: string): JsonValue =>
  mapMembers(root, (name, value) =>
    name === "Statement" ? listOf(value).map((item) => canonicalStatement(item, partition)) : value,
  );

/** A statement in one spelling: lists where lists may stand, principals sorted, account ids as root ARNs. */
export const canonicalStatement = (statement: JsonValue, partition: string): JsonValue =>
  isRecord(statement)
    ? mapMembers(statement, (name, value) => canonicalMember(name, value, partition))
    : statement;

/** One member of a statement in that spelling. */
export const canonicalMember = (name: string, value: JsonValue, partition: string): JsonValue => {
  if (/^(Not)?Principal$/.test(name)) return canonicalPrincipals(value, partition);
  if (/^(Not)?(Action|Resource)$/.test(name)) return listOf(value);
  if (name !== "Condition" || !isRecord(value)) return value;
  return mapMembers(value, (_, tests) =>
    isRecord(tests) ? mapMembers(tests, (_key, values) => listOf(values)) : tests,
  );
};

const canonicalPrincipals = (value: JsonValue, partition: string): JsonValue =>
  isRecord(value)
    ? mapMembers(value, (_, entries) => [
        ...new Set(
          listOf(entries)
            .map((entry) => jsonKey(principalValue(entry, partition)))
            .sort(),
        ),
      ])
    : value;

/** A bare account id stands for the account's root (KMS returns it so). */
export const principalValue = (entry: JsonValue, partition: string): JsonValue =>
  typeof entry === "string" && /^\d{12}$/.test(entry) ? `arn:${partition}:iam::${entry}:root` : entry;

/** A single value as a list of one. */
export const listOf = (value: JsonValue): readonly JsonValue[] => (isList(value) ? value : [value]);

const mapMembers = (value: JsonObject, map: (name: string, value: JsonValue) => JsonValue): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([name, item]) => [name, map(name, item)]));
