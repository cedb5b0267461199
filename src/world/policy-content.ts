import type { Policy } from "../policy/model.ts";
import { hasMemberTwice } from "./member-twice.ts";
import { objectOf, parsedDocument, plainText, type PlainObject } from "./plain-json.ts";
import { readPlainPolicy } from "./plain-policy.ts";
import type { PolicyContent } from "./types.ts";

/** Reads policy documents as AWS and its tools spell them. */
export type ContentReader = (document: unknown) => PolicyContent;

/**
 * A reader of IAM, SCP and RCP documents, which keeps what can speak of KMS. What says the same is one content, however
 * many bear it: an account's roles share their policies. A document is an object (the AWS CLI, boto3), a JSON text
 * (DescribePolicy), or a URL-encoded one (IAM's wire and the SDK for JavaScript; RFC 3986, so a plus is a plus). Never
 * throws.
 */
export const contentReader = (): ContentReader => {
  const ofText = new Map<string, PolicyContent>();
  const ofPolicy = new Map<string, PolicyContent>();
  const share = (content: PolicyContent): PolicyContent => {
    const meaning = "unknown" in content ? content.unknown : meaningOf(content.policy);
    const known = ofPolicy.get(meaning) ?? content;
    ofPolicy.set(meaning, known);
    return known;
  };
  return (document) => {
    if (typeof document !== "string")
      return share(contentOf(objectOf(document), "its text is not in the data"));
    const content = ofText.get(document) ?? share(contentOfText(document));
    ofText.set(document, content);
    return content;
  };
};

const meaningOf = ({ version, statements }: Policy): string =>
  statements.length === 0 ? "" : JSON.stringify([version, statements]);

const contentOfText = (text: string): PolicyContent => {
  const json = plainText(text);
  const document = json === undefined ? undefined : parsedDocument(json);
  if (json !== undefined && document && hasMemberTwice(json, document))
    return { unknown: "an object in its text has a member twice" };
  return contentOf(document, "its text is no JSON object");
};

const contentOf = (document: PlainObject | undefined, otherwise: string): PolicyContent => {
  if (!document) return { unknown: otherwise };
  if (document["Statement"] === undefined) return { unknown: "its text has no Statement" };
  const policy = readPlainPolicy(document);
  return policy ? { policy } : { unknown: "a statement of it lacks an effect, an action or a resource" };
};
