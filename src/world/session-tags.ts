import { objectOf, objectsOf, parsedDocument } from "./plain-json.ts";

/**
 * May a session of the role bring tags of its own? Only where its trust policy lets somebody `sts:TagSession` (IAM User
 * Guide, "Passing session tags in AWS STS"). `trust` is the AssumeRolePolicyDocument in any of its spellings; one that
 * cannot be read may say so too.
 */
export const allowsSessionTags = (trust: unknown): boolean => {
  const document = typeof trust === "string" ? parsedDocument(trust) : objectOf(trust);
  if (!document) return true;
  const statement = document["Statement"];
  const statements = Array.isArray(statement) ? objectsOf(statement) : objectsOf([statement]);
  return statements.some((one) => one["Effect"] !== "Deny" && takesInTagSession(one));
};

const takesInTagSession = ({ Action: action, NotAction: notAction }: Record<string, unknown>): boolean => {
  if (action === undefined) return notAction !== undefined && !listOf(notAction).some(isTagSession);
  return listOf(action).some(isTagSession);
};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const isTagSession = (pattern: unknown): boolean =>
  typeof pattern !== "string" || (patternMayMatch(pattern) && matchesTagSession(pattern));

// Most name sts:AssumeRole alone: no expression is made for those.
const patternMayMatch = (pattern: string): boolean =>
  /[*?]/.test(pattern) || pattern.length === "sts:TagSession".length;

const matchesTagSession = (pattern: string): boolean => {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replace(/\*+/g, ".*").replaceAll("?", ".")}$`, "i").test("sts:TagSession");
};
