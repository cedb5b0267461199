import { removeItem } from "../../fixes.ts";
import type { KeyFacts } from "../../../policy/key-facts.ts";
import { possibleUsages } from "../../../policy/possible-usages.ts";
import type { KmsAction } from "../../../policy/kms-actions.ts";
import { isEveryAction } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { actionRule } from "../../rule.ts";

/** Actions that act on no key, and those whose Allow a key policy cannot give (KMS Developer Guide, permissions reference). */
export const ineffectiveAction = actionRule({
  code: "ineffective-action",
  severity: "warning",
  title: "The action has no effect in a key policy",
  page: () => ({
    trigger:
      "An action acts on no key (ListKeys, CreateKey, ListAliases, the custom key stores, GenerateRandom), or is an Allow of RetireGrant or SynchronizeMultiRegionKey.",
    why: "A key policy cannot give it: those are decided in IAM, RetireGrant by the grant itself.",
    fix: "Remove it, and allow it in an IAM policy where it is needed.",
    example: '["kms:Decrypt", "kms:ListKeys"]  =>  ["kms:Decrypt"]',
  }),
  explainsNoEffect: true,
  fixKeepsAccess: true,
  run: (at, { effect, model }, { document }) => {
    if (at.covers.length === 0 || model.notAction || isEveryAction(at.value)) return undefined;
    const works =
      effect === "Deny" ? ({ onKey }: KmsAction) => onKey : ({ allowable }: KmsAction) => allowable;
    if (at.covers.some(works)) return undefined;
    const onKey = at.covers.some((action) => action.onKey);
    return {
      at,
      message: onKey
        ? `an Allow of ${quoted(at.value)} has no effect in a key policy`
        : `${quoted(at.value)} acts on no key and has no effect in a key policy`,
      hint: onKey ? "remove it" : "remove it, and allow it in an IAM policy where it is needed",
      fix: removeItem(document, at.path),
    };
  },
});

/** Operations that KMS does not offer for this kind of key (KMS Developer Guide, key type reference). */
export const actionNotForKeyType = actionRule({
  code: "action-not-for-key-type",
  severity: "warning",
  title: "The key cannot do this action",
  page: () => ({
    trigger:
      "The key's type has none of the operations that the entry covers, such as Sign on a symmetric key.",
    why: "KMS refuses the call on this key whatever the policy says; mostly the list was copied from another kind of key.",
    fix: "Remove it. kmspol add-user writes the right list for the key's type.",
    example: '"kms:Sign" on SYMMETRIC_DEFAULT  =>  "kms:GenerateDataKey*"',
  }),
  explainsNoEffect: true,
  needs: ["key-type"],
  run: (at, { effect, model }, { facts }) => {
    const usable = at.covers.filter(({ allowable }) => allowable);
    if (effect !== "Allow" || model.notAction || usable.length === 0) return undefined;
    if (usable.some((action) => worksOn(action, facts))) return undefined;
    return {
      at,
      message: `this key (${describe(facts)}) cannot do ${quoted(at.value)}`,
      hint: "remove it, or write the operation that this kind of key has",
    };
  },
});

const worksOn = (action: KmsAction, facts: KeyFacts): boolean => {
  const usages = possibleUsages(facts) ?? [];
  if (!usages.some((usage) => action.usages.includes(usage))) return false;
  if (action.externalOnly && facts.origin !== undefined && facts.origin !== "EXTERNAL") return false;
  return !action.multiRegionOnly || facts.multiRegion !== false;
};

const describe = ({ spec, usage }: KeyFacts): string => [spec, usage].filter((word) => word).join(", ");
