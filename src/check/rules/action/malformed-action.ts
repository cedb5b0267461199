import { replaceAt } from "../../fixes.ts";
import { kmsActions } from "../../../policy/kms-actions.ts";
import { nearest } from "../../nearest.ts";
import { actionsCovered, isEveryAction } from "../../pattern.ts";
import { quoted } from "../../quoted.ts";
import { actionRule } from "../../rule.ts";

const names = kmsActions.map((action) => action.name);

/** KMS stores an action that is not `service:Name` without a word, and it never matches (field report, Azure-Sentinel 12242). */
export const malformedAction = actionRule({
  code: "malformed-action",
  severity: "error",
  title: "The action is not service:Name",
  page: () => ({
    trigger: "An action is not service:Name: no colon, another sign in its place, a blank at its end.",
    why: "KMS stores it without a word, and it never matches.",
    fix: "Write kms: and the name.",
    example: '"kms=Decrypt"  =>  "kms:Decrypt"',
  }),
  explainsNoEffect: true,
  fixesMeet: "never",
  run: (at) => {
    if (isEveryAction(at.value) || /^[\w*?-]+:[\w*?-]+$/.test(at.value) || at.value.includes("${"))
      return undefined;
    const name = at.value.replace(/^\s*kms\s*[:=.\s]*\s*/i, "").trim();
    const known = actionsCovered(`kms:${name}`).length > 0 ? name : nearest(name, names);
    const message = `${quoted(at.value)} is not of the form service:Name and never matches`;
    return {
      at,
      message,
      hint: `write "kms:${known ?? "…"}"`,
      fix: known === undefined ? undefined : replaceAt(at.path, `kms:${known}`),
    };
  },
});
