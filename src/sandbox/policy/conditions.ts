import type { SyntaxNode } from "../../policy/syntax.ts";
import { malformed } from "./malformed.ts";
import { checkMembers, syntaxErrors } from "./members.ts";

const operator =
  /^(?<set>ForAllValues:|ForAnyValue:)?(Null|((String(Not)?Equals(IgnoreCase)?|String(Not)?Like|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?))$/i;

/** Keys with one value, for which KMS refuses ForAllValues: an absent key would pass (KMS Developer Guide). */
const singleValued = /^(kms:EncryptionContext:|aws:RequestTag\/)/i;

/** Throws where a Condition has an unknown operator, a value that is no scalar, or ForAllValues on one value. */
export const checkConditions = (condition: SyntaxNode): void => {
  checkMembers(condition);
  if (condition.kind !== "object") return;
  for (const { name, value } of condition.members) checkOperator(name, value);
};

const checkOperator = (name: string, keys: SyntaxNode): void => {
  const match = operator.exec(name);
  if (!match) throw malformed(`Invalid Condition type : ${name}.`);
  checkMembers(keys);
  if (keys.kind !== "object") return;
  for (const key of keys.members) {
    if (!isScalars(key.value)) throw syntaxErrors();
    const forAll = match.groups?.["set"]?.toLowerCase() === "forallvalues:";
    if (forAll && singleValued.test(key.name)) throw overlyPermissive(key.name);
  }
};

const isScalars = (node: SyntaxNode): boolean => {
  if (node.kind === "array") return node.items.every((item) => item.kind !== "array" && isScalars(item));
  return node.kind !== "object" && node.kind !== "null";
};

const overlyPermissive = (key: string) =>
  malformed(
    `OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued condition key ${key} is overly permissive.`,
  );
