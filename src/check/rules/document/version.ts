import { setAt } from "../../fixes.ts";
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
export const missingVersion = documentRule((context) =>
  written(context)
    ? undefined
    : {
        at: { start: context.document.root.start, path: [] },
        message: "the policy has no Version",
        hint: `add "Version": "${current}"`,
        fix: usesVariables(context) ? undefined : setAt([], "Version", current),
      },
);

/** There are two versions of the policy language (IAM User Guide, "Version"). */
export const invalidVersion = documentRule((context) => {
  const found = written(context);
  if (found?.version.kind !== "string") return undefined;
  const value = String(found.version.value);
  if (value === current || value === old) return undefined;
  const message = `${quoted(value)} is no version of the policy language`;
  return {
    at: found.at,
    message,
    hint: `write "${current}"; it names the language, not the day of the policy`,
    ...(usesVariables(context) ? {} : { suggestion: setAt([], "Version", current) }),
  };
});

/** The old language lacks variables. Without any, the newer one means the same. */
export const oldVersion = documentRule((context) => {
  const found = written(context);
  if (found?.version.kind !== "string" || found.version.value !== old) return undefined;
  if (usesVariables(context)) return undefined;
  return {
    at: found.at,
    message: `"${old}" is the old policy language`,
    hint: `write "${current}"`,
    fix: setAt([], "Version", current),
  };
});

/** Under another Version `${…}` is plain text, which no request matches (IAM User Guide, "Policy variables"). */
export const variableInOldVersion = testRule((test, _statement, { policy }) =>
  policy.version === current || (policy.version !== undefined && policy.version !== old)
    ? []
    : test.values
        .filter(({ text }) => text.includes("${"))
        .map((at) => ({
          at,
          message: `${quoted(at.text)} is compared as plain text, because the Version is not ${current}`,
          hint: `set "Version": "${current}"; the condition then means something else`,
        })),
);
