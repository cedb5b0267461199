import type { Description } from "../../description.ts";
import { setAt } from "../../fixes.ts";
import { statementElements } from "../../elements.ts";
import { nearest } from "../../nearest.ts";
import { quoted } from "../../quoted.ts";
import { statementRule, type Draft, type Rule } from "../../rule.ts";
import { memberOf, valueOfMember, type StatementView } from "../../views.ts";

/** A required element that is absent or an empty list. KMS refuses it since August 2025, and never applied it (AWS notice). */
const missingElement = <Code extends string>(
  description: Description<Code>,
  name: "Action" | "Resource",
  example: string,
): Rule<Code> =>
  statementRule({
    ...description,
    run: (statement) => {
      if (statement.node.kind !== "object") return undefined;
      const members = [name, `Not${name}`].flatMap((each) => memberOf(statement, each) ?? []);
      if (members.length === 0) return absent(statement, name, example);
      const empty = members.find(({ value }) => value.kind === "array" && value.items.length === 0);
      return (
        empty && {
          at: valueOfMember(empty),
          message: `${name} is an empty list`,
          hint: `write ${example}`,
          ...(name === "Resource" ? { suggestion: setAt(statement.path, empty.name, "*") } : {}),
        }
      );
    },
  });

const absent = (statement: StatementView, name: string, example: string): Draft => {
  const typo = statement.members.find(
    (member) => !statementElements.includes(member.name) && nearest(member.name, [name]) === name,
  );
  return {
    at: statement,
    message: `the statement has no ${name}: KMS refuses it`,
    hint: typo ? `rename ${quoted(typo.name)} to ${name}` : `add "${name}": ${example}`,
    ...(!typo && name === "Resource" ? { suggestion: setAt(statement.path, "Resource", "*") } : {}),
  };
};

export const missingAction = missingElement(
  {
    code: "missing-action",
    severity: "error",
    title: "The statement has no Action",
    page: () => ({
      trigger: "A statement has neither Action nor NotAction, or an empty list.",
      why: "It never had an effect, and KMS refuses it since August 2025.",
      fix: "List the actions, or remove the statement.",
      example: '"Action": []  =>  "Action": "kms:Decrypt"',
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  "Action",
  '"kms:…"',
);
export const missingResource = missingElement(
  {
    code: "missing-resource",
    severity: "error",
    title: "The statement has no Resource",
    page: () => ({
      trigger: "A statement has no Resource, or an empty list.",
      why: "It never had an effect, and KMS refuses it since August 2025. The name is Resource, not Resources.",
      fix: 'Add "Resource": "*": in a key policy it means this key alone.',
      example: '"Resources": "*"  =>  "Resource": "*"',
    }),
    rejectedByKms: true,
    explainsNoEffect: true,
  },
  "Resource",
  '"*"',
);
