import type { Context } from "../../cli/app.ts";
import { tornPolicy } from "../../language/complete.ts";
import type { OpenPolicy } from "../../language/types.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import type { CheckFlags } from "../check/check-flags.ts";
import { openBelow } from "../check/open-below.ts";

/** The policies of a file, as `kmspol check FOLDER` finds them. What is broken JSON is read as far as it can be made out. */
export const openPolicies = async (
  context: Context,
  path: string,
  flags: CheckFlags,
): Promise<readonly OpenPolicy[]> => {
  const opened = await openBelow(context, path, flags);
  const targets = !opened ? [] : "fault" in opened ? [] : opened.targets;
  return Promise.all(targets.map(async (target) => policyOf(target, await textOf(target))));
};

const textOf = async (target: OpenTarget): Promise<string> => (target.contained ? "" : target.text());

/** A target as a policy in the text of an editor's document; `text`: that of a bare policy. */
export const policyOf = ({ contained, facts, format }: OpenTarget, text: string): OpenPolicy => {
  const placeOf = (offset: number): number => offset;
  if (!contained) {
    const document = documentOf(parsePolicyText(text, format));
    const policy = { document, facts, placeOf };
    return document || format === "yaml" ? policy : tornPolicy(policy, text);
  }
  const { policy, selector } = contained.key;
  if (policy.state !== "policy" || policy.isDefault) return { document: undefined, facts, selector, placeOf };
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  return { document, facts, selector, placeOf: policy.placeOf, placeAt: policy.placeAt };
};
