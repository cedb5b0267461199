import { bothOf, removeMemberAt, replaceAt, setAt } from "../../fixes.ts";
import { coversKey } from "../../key-pattern.ts";
import { quoted } from "../../quoted.ts";
import { fixedParts } from "../../../policy/symbols.ts";
import { statementRule, type Draft } from "../../rule.ts";
import { memberOf } from "../../views.ts";

const hint = 'write "Resource": "*": in a key policy it means this key and nothing else';

/**
 * AWS announced that `"*"` is the only Resource KMS takes (notice of August 2025), while its own pages still show key
 * ARNs: a warning where the entry covers this key, an error where the statement could not apply anyhow.
 */
export const resourceNotStar = statementRule({
  code: "resource-not-star",
  severity: "error",
  title: 'The Resource is not "*"',
  page: () => ({
    trigger: 'A Resource entry is not "*", or the statement has NotResource.',
    why: "AWS announced in 2025 that \"*\" is the only value KMS takes; many published policies still carry a key ARN, which is why this key's own is only a warning. Any other key's ARN makes the statement dead.",
    fix: 'Write "Resource": "*".',
    example: '"Resource": "arn:aws:kms:us-west-2:111122223333:key/1234abcd-…"  =>  "Resource": "*"',
  }),
  run: (statement, { facts }) => {
    const not = memberOf(statement, "NotResource");
    const star = setAt(statement.path, "Resource", "*");
    const entries = statement.model.notResource ? [] : statement.resources;
    return [
      ...(not
        ? [
            {
              at: not,
              message: "NotResource has no place in a key policy",
              hint,
              suggestion: bothOf(removeMemberAt(not.path), star),
            },
          ]
        : []),
      ...entries
        .filter(({ value }) => value !== "*" && fixedParts(value)?.join("") !== "")
        .map((at): Draft => {
          const covers = coversKey(at.value, facts);
          const message = `the Resource is ${quoted(at.value)}, and KMS announced to take only "*"`;
          return {
            at,
            message,
            hint,
            severity: covers === "no" ? undefined : "warning",
            // Of another key it says nothing here, and "*" would make it say something.
            fix: covers === "yes" ? replaceAt([...statement.path, "Resource"], "*") : undefined,
            suggestion: star,
          };
        }),
    ];
  },
});

/** A key policy never reaches another key, and an alias is no key (KMS Developer Guide). */
export const otherKeyResource = statementRule({
  code: "other-key-resource",
  severity: "error",
  title: "The Resource is not this key",
  page: () => ({
    trigger: "Resource names another key, an alias, or something that is no key.",
    why: "A key policy is for its own key: the statement never applies.",
    fix: 'Write "Resource": "*", or move the statement to the policy of the key it names.',
    example: '"Resource": "arn:aws:s3:::bucket"  =>  "Resource": "*"',
  }),
  explainsNoEffect: true,
  run: (statement, { facts }) =>
    statement.model.notResource
      ? []
      : statement.resources
          .filter(({ value }) => value !== "*" && coversKey(value, facts) === "no")
          .map((at) => ({
            at,
            message: `${quoted(at.value)} is not this key, so that the statement never applies through it`,
            hint,
            suggestion: setAt(statement.path, "Resource", "*"),
          })),
});
