import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import { sameDocument } from "../../src/policy/same-document.ts";

/** A policy's text, parsed; comments are allowed. Undefined where it is none. */
export const policyIn = (text: string): PolicyDocument | undefined =>
  documentOf(parsePolicyText(text, "jsonc"));

/** Whether two texts are the same policy, for KMS: white space, order of principals and of members aside. */
export const samePolicy = (a: string, b: string): boolean => {
  const [one, other] = [policyIn(a), policyIn(b)];
  return one !== undefined && other !== undefined && sameDocument(one, other);
};
