/**
 * The programmatic core: what kmspol knows of key policies, as functions without side effects. It asks no AWS and
 * touches no file. Names exported here follow semantic versioning.
 */
import { compareAccess as comparePolicies } from "./access/compare-access.ts";
import { evaluate } from "./access/evaluate.ts";
import { listAccess as listPolicy } from "./access/list-access.ts";
import type { Access, AccessChange, AccessRequest, Evaluation } from "./access/types.ts";
import { checkPolicy } from "./check/check.ts";
import type { Finding } from "./check/finding.ts";
import type { CheckOptions } from "./check/options.ts";
import { documentOf, loadPolicyText, parsePolicyText, type PolicyDocument } from "./policy/document.ts";
import type { KeyFacts } from "./policy/key-facts.ts";
import { readPolicy } from "./policy/read-policy.ts";
import type { ParsedText, PolicyFormat } from "./policy/syntax.ts";
import { positionAt } from "./policy/text/position.ts";

/** Why a text is no policy: what is wrong, and where (line and column from 1). */
export class PolicySyntaxError extends Error {
  override readonly name = "PolicySyntaxError";
  readonly line: number;
  readonly column: number;

  constructor(problem: string, line: number, column: number) {
    super(`line ${line}, column ${column}: ${problem}`);
    this.line = line;
    this.column = column;
  }
}

/**
 * Parses a key policy in JSON, or JSON with comments. The document keeps the text as it is: edits change as little of it as they
 * can. Throws PolicySyntaxError.
 */
export const parsePolicy = (text: string, format: "json" | "jsonc" = "json"): PolicyDocument =>
  documentIn(parsePolicyText(text, format));

/** The same for every format; YAML's parser is loaded when it is first needed. Rejects with PolicySyntaxError. */
export const loadPolicy = async (text: string, format: PolicyFormat): Promise<PolicyDocument> =>
  documentIn(await loadPolicyText(text, format));

const documentIn = (parsed: ParsedText): PolicyDocument => {
  const [problem] = parsed.problems;
  const document = documentOf(parsed);
  if (document && !problem) return document;
  const { line, column } = positionAt(parsed.text, problem?.start ?? 0);
  throw new PolicySyntaxError(problem?.message ?? "a policy is an object in braces { }", line, column);
};

/**
 * Every fault of a policy, sorted by place. `facts` is what is known of the key, `options` what is known beside it (who calls,
 * which principals do not exist); rules that need what is not known are left out. Takes a text, too: one that does
 * not parse has the finding `json-syntax`.
 */
export const check = (
  policy: PolicyDocument | string,
  facts: KeyFacts = {},
  options: CheckOptions = {},
): readonly Finding[] =>
  checkPolicy(typeof policy === "string" ? parsePolicyText(policy, "json") : policy, facts, options);

/** Who gains and who loses what when one policy gives way to another, riskiest first; each line has a concrete request. */
export const compareAccess = (
  before: PolicyDocument,
  after: PolicyDocument,
  facts: KeyFacts = {},
): AccessChange => comparePolicies(readPolicy(before), readPolicy(after), facts);

/** Who may do what by a policy, riskiest first. `actions` (`kms:Name`) narrows the answer. */
export const listAccess = (
  policy: PolicyDocument,
  facts: KeyFacts = {},
  actions?: readonly string[],
): readonly Access[] => listPolicy(readPolicy(policy), facts, actions);

/** Whether a policy allows one request, which statements decide, and what would turn the answer. */
export const can = (policy: PolicyDocument, request: AccessRequest, facts: KeyFacts = {}): Evaluation =>
  evaluate(readPolicy(policy), request, facts);

export { readDefaultView } from "./default-view/read-default-view.ts";
export { iamPolicyForKey } from "./other-half/iam-policy.ts";
export { mergePolicies } from "./policy/merge/merge.ts";
export { sameDocument } from "./policy/same-document.ts";
export type { DefaultView } from "./default-view/default-view.ts";
export {
  addAdmins,
  addUsers,
  allowDeletion,
  denyDeletion,
  grantAccounts,
  grantService,
  prune,
  removeAdmins,
  removeUsers,
  revokeAccounts,
  upgrade,
  type VerbResult,
} from "./core-verbs.ts";
export type {
  Access,
  AccessChange,
  AccessRequest,
  CheckOptions,
  Evaluation,
  Finding,
  KeyFacts,
  PolicyDocument,
  PolicyFormat,
};
