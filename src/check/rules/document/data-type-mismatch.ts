import { replaceAt } from "../../fixes.ts";
import type { SyntaxNode } from "../../../policy/syntax.ts";
import { quoted } from "../../quoted.ts";
import { membersOf, scalars } from "../../read-views.ts";
import { documentRule, type Draft, type Fix } from "../../rule.ts";
import { memberOf, valueOfMember, type MemberView, type StatementView, type ValueView } from "../../views.ts";

type Kind = SyntaxNode["kind"];

/** Values of a type that the policy grammar does not have at this place (IAM policy grammar). */
export const dataTypeMismatch = documentRule({
  code: "data-type-mismatch",
  severity: "error",
  title: "A value of the wrong type",
  page: () => ({
    trigger:
      "A value has a type that the grammar does not have there: a list as Effect, a number as Action, text as Condition.",
    why: "KMS refuses the document.",
    fix: "Write a string, a list of strings or an object, as the message says.",
    example: '"Effect": ["Allow"]  =>  "Effect": "Allow"',
  }),
  explainsNoEffect: true,
  run: ({ document, statements }) => [
    ...membersOf(document.root, []).flatMap((member) => {
      if (member.name === "Statement") return expect(member, ["array", "object"], "a list of statements");
      return member.name === "Version" || member.name === "Id" ? expect(member, ["string"], "a string") : [];
    }),
    ...statements.flatMap(inStatement),
  ],
});

const inStatement = (statement: StatementView): Draft[] => {
  if (statement.node.kind !== "object") {
    return statement.path.length === 1 ? [] : [mismatch(statement, "a statement must be an object { … }")];
  }
  return [
    ...["Sid", "Effect"].flatMap((name) => expect(memberOf(statement, name), ["string"], "a string")),
    ...["Action", "NotAction", "Resource", "NotResource"].flatMap((name) =>
      texts(memberOf(statement, name), name),
    ),
    ...["Principal", "NotPrincipal"].flatMap((name) => principal(memberOf(statement, name))),
    ...condition(memberOf(statement, "Condition")),
  ];
};

const expect = (member: MemberView | undefined, kinds: readonly Kind[], what: string): Draft[] =>
  !member || kinds.includes(member.value.kind)
    ? []
    : [
        {
          ...mismatch(valueOfMember(member), `${quoted(member.name)} must be ${what}`),
          fix: kinds.includes("string") ? unwrapped(member) : undefined,
        },
      ];

/** A list of one string where a string belongs. */
const unwrapped = ({ value, path }: MemberView): Fix | undefined => {
  const [item] = value.kind === "array" && value.items.length === 1 ? value.items : [];
  return item?.kind === "string" ? replaceAt(path, item.value) : undefined;
};

const texts = (member: MemberView | undefined, name: string): Draft[] =>
  scalars(member)
    .filter(({ node }) => node.kind !== "string")
    .map((view) => mismatch(view, `${quoted(name)} takes strings, or one list of strings`));

// A string is for invalid-principal-format, a number in a list for invalid-account-id.
const principal = (member: MemberView | undefined): Draft[] => {
  if (!member || member.value.kind === "string" || member.value.kind === "array") return [];
  if (member.value.kind !== "object") return expect(member, ["object"], 'an object such as { "AWS": "…" }');
  return membersOf(member.value, member.path).flatMap((type) =>
    scalars(type)
      .filter(({ node }) => node.kind !== "string" && node.kind !== "number")
      .map((view) => mismatch(view, `${quoted(type.name)} takes strings, or one list of strings`)),
  );
};

const condition = (member: MemberView | undefined): Draft[] => {
  if (!member || member.value.kind !== "object") return expect(member, ["object"], "an object { … }");
  return membersOf(member.value, member.path).flatMap((operator) =>
    operator.value.kind === "object"
      ? membersOf(operator.value, operator.path).flatMap(conditionValues)
      : expect(operator, ["object"], "an object of condition keys"),
  );
};

const conditionValues = (key: MemberView): Draft[] =>
  scalars(key)
    .filter(({ node }) => node.kind === "object" || node.kind === "array" || node.kind === "null")
    .map((view) => mismatch(view, `${quoted(key.name)} is compared with strings, numbers or booleans`));

const mismatch = (at: ValueView, message: string): Draft => ({
  at,
  message,
  hint: `this is ${at.node.kind === "null" ? "null" : `${article(at.node.kind)} ${at.node.kind}`}`,
});

const article = (word: string): string => (/^[aeo]/.test(word) ? "an" : "a");
