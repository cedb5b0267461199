import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import type { Policy } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { memberNamed } from "../policy/syntax.ts";
import { objectOf } from "./plain-json.ts";
import type { PolicyContent } from "./types.ts";

/** Reads policy documents as AWS and its tools spell them. */
export type ContentReader = (document: unknown) => PolicyContent;

/**
 * A reader of IAM, SCP and RCP documents. The same text is read once, however many bear it: an account's roles share
 * their policies. A document is an object (the AWS CLI, boto3), a JSON text (DescribePolicy), or a URL-encoded one
 * (IAM's wire and the SDK for JavaScript; RFC 3986, so a plus is a plus). Never throws.
 */
export const contentReader = (): ContentReader => {
  const read = new Map<string, PolicyContent>();
  return (document) => {
    const text = textOfDocument(document);
    if (text === undefined) return { unknown: "its text is not in the data" };
    const content = read.get(text) ?? contentOf(text);
    read.set(text, content);
    return content;
  };
};

const textOfDocument = (document: unknown): string | undefined => {
  if (typeof document === "string") return document.startsWith("%7B") ? decoded(document) : document;
  return objectOf(document) ? JSON.stringify(document) : undefined;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const contentOf = (text: string): PolicyContent => {
  const parsed = parsePolicyText(text, "json");
  const document = parsed.problems.length === 0 ? documentOf(parsed) : undefined;
  if (!document) return { unknown: "its text is no JSON object" };
  if (!memberNamed(document.root, "Statement")) return { unknown: "its text has no Statement" };
  const policy = readPolicy(document);
  return policy.statements.every((statement) => isWhole(document, policy, statement.index))
    ? { policy }
    : { unknown: "a statement of it lacks an effect, an action or a resource" };
};

// `inert` cannot tell here: it asks for a principal, which an identity policy never has. AWS keeps no such statement: a
// document that has one was damaged on the way.
const isWhole = ({ statements }: PolicyDocument, policy: Policy, index: number): boolean => {
  const effect = memberNamed(statements[index], "Effect")?.value;
  const named = effect?.kind === "string" && (effect.value === "Allow" || effect.value === "Deny");
  const statement = policy.statements[index];
  return named && statement !== undefined && statement.actions.length > 0 && statement.resources.length > 0;
};
