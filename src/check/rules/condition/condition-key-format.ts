import { conditionKeys } from "../../../policy/condition-keys.ts";
import { isSessionKey } from "../../../policy/session-keys.ts";
import { renameMember } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { testRule } from "../../rule.ts";

const families = conditionKeys.filter(({ name }) => name.endsWith("*")).map(({ name }) => name.slice(0, -1));
const unprefixed = new Map(
  conditionKeys.map(({ name }) => [name.slice(name.indexOf(":") + 1).toLowerCase(), name]),
);

/** A condition key is `prefix:name`, and a family such as aws:PrincipalTag/ needs the part that names the member. */
export const conditionKeyFormat = testRule({
  code: "condition-key-format",
  severity: "error",
  title: "The condition key is not prefix:name",
  page: () => ({
    trigger:
      "A condition key has no prefix, or lacks the name after aws:PrincipalTag/, kms:EncryptionContext: and the like.",
    why: "It is no key at all.",
    fix: "Write prefix:name.",
    example: '"ViaService"  =>  "kms:ViaService"',
  }),
  explainsNoEffect: true,
  run: (at) => {
    if (!/^[\w.-]+:\S/.test(at.key) && !isSessionKey(at.key)) {
      const full = unprefixed.get(at.folded);
      const hint = full ? `write ${full}` : "write prefix:name, such as kms:ViaService or aws:PrincipalOrgID";
      const suggestion = full === undefined ? {} : { suggestion: renameMember(at.path, full) };
      return { at, message: `${quoted(at.key)} is not of the form prefix:name`, hint, ...suggestion };
    }
    const family = families.find((stem) => at.folded === stem.toLowerCase() || at.folded === bare(stem));
    if (!family) return undefined;
    return { at, message: `${quoted(at.key)} lacks the name after ${family}`, hint: `write ${family}NAME` };
  },
});

const bare = (stem: string): string => stem.slice(0, -1).toLowerCase();
