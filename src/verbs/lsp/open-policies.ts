import type { Context } from "../../cli/app.ts";
import { tornPolicy } from "../../language/complete.ts";
import type { OpenPolicy, Reading } from "../../language/types.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import type { CheckFlags } from "../check/check-flags.ts";
import { openBelow } from "../check/open-below.ts";

/** The policies of a file, as `kmspol check FOLDER` finds them. What is broken JSON is read as far as it can be made out. */
export const openPolicies = async (context: Context, path: string, flags: CheckFlags): Promise<Reading> => {
  const opened = await openBelow(context, path, flags);
  if (!opened) return { policies: [], faults: [] };
  if ("fault" in opened) return { policies: [], faults: [opened.fault.at] };
  const all = await Promise.all(
    opened.targets.map(async (target) => readingOf(target, target.contained ? "" : await target.text())),
  );
  return {
    policies: all.flatMap(({ policies }) => policies),
    faults: all.flatMap(({ faults }) => faults),
  };
};

/** A target as a policy in the text of an editor's document; `text`: that of a bare policy. */
export const policyOf = (target: OpenTarget, text: string): OpenPolicy => {
  const { policies } = readingOf(target, text);
  return policies[0] ?? { document: undefined, facts: target.facts, placeOf: (offset) => offset };
};

const readingOf = ({ contained, facts, format }: OpenTarget, text: string): Reading => {
  const selector = contained?.key.selector;
  const own = contained ? contained.key.policy : { text, format, placeOf: (offset: number) => offset };
  if ("state" in own && (own.state !== "policy" || own.isDefault)) {
    const policy = { document: undefined, facts, selector, placeOf: (offset: number) => offset };
    return { policies: [policy], faults: own.state === "unknown" ? [own.at] : [] };
  }
  const { placeOf } = own;
  const dialect = "dialect" in own ? own.dialect : undefined;
  const parsed = parsePolicyText(own.text, own.format, dialect);
  const document = documentOf(parsed);
  const placeAt = "placeAt" in own ? own.placeAt : undefined;
  const policy = { document, facts, selector, placeOf, placeAt };
  const isJson = own.format !== "yaml" && dialect === undefined;
  return {
    policies: [document || !isJson ? policy : tornPolicy(policy, own.text)],
    faults: parsed.problems.map(({ start }) => placeOf(start)),
  };
};
