import { documentOf, parsePolicyText, type PolicyDocument } from "../../policy/document.ts";
import { maximumPolicyBytes, policyBytes } from "../../policy/limits.ts";
import type { DescribedKey } from "../access/key-facts.ts";
import { maySetPolicyAgain } from "../access/lockout.ts";
import type { Call } from "../call.ts";
import type { StoredPolicy } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import type { Sight } from "./entities.ts";
import { malformed } from "./malformed.ts";
import { syntaxErrors } from "./members.ts";
import { knownIds, principalIds, principalsOf } from "./principals.ts";
import { checkStructure } from "./structure.ts";

/**
 * A policy that KMS takes, as it keeps it. Throws LimitExceededException over 32,768 bytes, and
 * MalformedPolicyDocumentException for everything it refuses in the document; `bypass` lifts the lockout check alone.
 */
export const acceptPolicy = (text: string, key: DescribedKey, bypass: boolean, call: Call): StoredPolicy => {
  if (policyBytes(text) > maximumPolicyBytes) {
    throw new ApiError(
      "LimitExceededException",
      `The policy is larger than the maximum of ${maximumPolicyBytes} bytes.`,
    );
  }
  const document = parse(text);
  checkStructure(document);
  const policy: StoredPolicy = { text, ids: principalIds(principalsOf(document), call), written: call.now };
  if (!bypass && !maySetPolicyAgain(policy, key, call)) {
    throw malformed("The new key policy will not allow you to update the key policy in the future.");
  }
  return policy;
};

/** Not JSON at all: KMS answers with an empty message. */
const parse = (text: string): PolicyDocument => {
  const parsed = parsePolicyText(text, "json");
  if (!parsed.root) throw malformed("");
  const document = documentOf(parsed);
  if (!document) throw syntaxErrors();
  return document;
};

/** A policy that is kept without any check: unknown principals stay as they are written. */
export const uncheckedPolicy = (text: string, sight: Sight): StoredPolicy => {
  const document = documentOf(parsePolicyText(text, "json"));
  const principals = document ? principalsOf(document) : [];
  return { text, ids: knownIds(principals, sight), written: sight.now };
};
