import { setAt } from "../../fixes.ts";
import { hasSymbol } from "../../../policy/symbols.ts";
import { memberNamed } from "../../../policy/syntax.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, testRule, type CheckContext } from "../../rule.ts";

const current = "2012-10-17";
const old = "2008-10-17";

const written = ({ document }: CheckContext) => {
  const member = memberNamed(document.root, "Version");
  return member && { at: { start: member.value.start, path: ["Version"] }, version: member.value };
};

const usesVariables = ({ statements }: CheckContext): boolean =>
  statements.some(({ tests }) => tests.some(({ values }) => values.some(({ text }) => text.includes("${"))));

/** The KMS guide lists Version as required; the IAM grammar reads its absence as the old one. */
export const missingVersion = documentRule({
  code: "missing-version",
  severity: "warning",
  title: "The policy has no Version",
  page: () => ({
    trigger: "The policy has no Version.",
    why: "The KMS guide requires it. Without it the old policy language holds, in which ${…} is plain text.",
    fix: 'Add "Version": "2012-10-17".',
    example: '{ "Statement": [ … ] }  =>  { "Version": "2012-10-17", "Statement": [ … ] }',
  }),
  run: (context) =>
    written(context)
      ? undefined
      : {
          at: { start: context.document.root.start, path: [] },
          message: "the policy has no Version",
          hint: `add "Version": "${current}"`,
          fix: usesVariables(context) ? undefined : setAt([], "Version", current),
        },
});

/** There are two versions of the policy language (IAM User Guide, "Version"). */
export const invalidVersion = documentRule({
  code: "invalid-version",
  severity: "error",
  title: "The Version is none that exists",
  page: () => ({
    trigger: "Version is neither 2012-10-17 nor 2008-10-17.",
    why: "It names the policy language, not the day on which the policy was written; KMS refuses any other.",
    fix: 'Write "2012-10-17".',
    example: '"Version": "2026-01-10"  =>  "Version": "2012-10-17"',
  }),
  run: (context) => {
    const found = written(context);
    if (found?.version.kind !== "string") return undefined;
    const value = String(found.version.value);
    if (value === current || value === old || hasSymbol(value)) return undefined;
    const message = `${quoted(value)} is no version of the policy language`;
    return {
      at: found.at,
      message,
      hint: `write "${current}"; it names the language, not the day of the policy`,
      ...(usesVariables(context) ? {} : { suggestion: setAt([], "Version", current) }),
    };
  },
});

/** The old language lacks variables. Without any, the newer one means the same. */
export const oldVersion = documentRule({
  code: "old-version",
  severity: "suggestion",
  title: "The Version is the old one",
  page: () => ({
    trigger: "Version is 2008-10-17, and the policy uses no variables.",
    why: "A variable added later would be plain text, which nobody notices.",
    fix: 'Write "2012-10-17": without variables it means the same.',
    example: '"Version": "2008-10-17"  =>  "Version": "2012-10-17"',
  }),
  run: (context) => {
    const found = written(context);
    if (found?.version.kind !== "string" || found.version.value !== old) return undefined;
    if (usesVariables(context)) return undefined;
    return {
      at: found.at,
      message: `"${old}" is the old policy language`,
      hint: `write "${current}"`,
      fix: setAt([], "Version", current),
    };
  },
});

/** Under another Version `${…}` is plain text, which no request matches (IAM User Guide, "Policy variables"). */
export const variableInOldVersion = testRule({
  code: "variable-in-old-version",
  severity: "warning",
  title: "A policy variable that the Version leaves as plain text",
  page: () => ({
    trigger: "A condition value has ${…}, and Version is missing or 2008-10-17.",
    why: "The text is compared as it stands: a positive condition never holds, a negated one always does.",
    fix: 'Set "Version": "2012-10-17" and look at the change of access: the condition now means something.',
    example: '"Version": "2008-10-17" … "${aws:username}"  =>  "Version": "2012-10-17" … "${aws:username}"',
  }),
  explainsNoEffect: true,
  run: (test, _statement, { policy }) =>
    policy.version === current || (policy.version !== undefined && policy.version !== old)
      ? []
      : test.values
          .filter(({ text }) => text.includes("${"))
          .map((at) => ({
            at,
            message: `${quoted(at.text)} is compared as plain text, because the Version is not ${current}`,
            hint: `set "Version": "${current}"; the condition then means something else`,
          })),
});
