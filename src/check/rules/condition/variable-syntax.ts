import { quoted } from "../../quoted.ts";
import { statementRule, type CheckContext, type Draft } from "../../rule.ts";
import type { Spot, StatementView } from "../../views.ts";

/** Policy variables: where they may stand, and how they are written (IAM User Guide, "Policy variables"). */
export const variableSyntax = statementRule({
  code: "variable-syntax",
  severity: "error",
  title: "A malformed policy variable",
  page: () => ({
    trigger:
      "A policy variable is malformed, or stands where none may: in a principal, an action, or with an operator that is not for text or ARNs.",
    why: "KMS refuses it, or it never matches. In a principal it is mostly a template that was not filled in.",
    fix: "Write ${key} or ${key, 'default'}; ${*}, ${?} and ${$} stand for the signs themselves.",
    example: '"${aws:username"  =>  "${aws:username}"',
  }),
  explainsNoEffect: true,
  run: (statement, context) => [
    ...misplaced(statement),
    ...(understands(context) ? malformed(statement) : []),
  ],
});

const understands = ({ policy }: CheckContext): boolean => policy.version === "2012-10-17";

const misplaced = (statement: StatementView): Draft[] => [
  ...statement.principals.filter(hasVariable).map((at) => outOfPlace(at, at.value, "principal")),
  ...statement.actions.filter(hasVariable).map((at) => outOfPlace(at, at.value, "action")),
];

const hasVariable = ({ value }: { readonly value: string }): boolean => value.includes("${");

const outOfPlace = (at: Spot, value: string, what: string): Draft => ({
  at,
  message: `${quoted(value)} has a variable, and ${what === "action" ? "an" : "a"} ${what} takes none`,
  hint: "write the value itself; if a template was to fill it in, it did not",
});

const malformed = (statement: StatementView): Draft[] =>
  statement.tests.flatMap(({ values, operator }) =>
    values
      .filter(({ text }) => text.includes("${"))
      .flatMap((at): Draft[] => {
        const because = whatIsWrong(at.text);
        if (because !== undefined) return [{ at, message: `${quoted(at.text)}: ${because}`, hint }];
        const family = wrongFamily(operator.family);
        const instead = "put a fixed value there: no request fills in this one";
        return family === undefined ? [] : [{ at, message: `${quoted(at.text)}: ${family}`, hint: instead }];
      }),
  );
const hint = "write ${key} or ${key, 'default'}; a literal dollar sign is ${$}";

// Whether Bool takes variables is contradictory in the documents: it is left alone.
const wrongFamily = (family: string | undefined): string | undefined =>
  family === undefined || ["String", "ARN", "Bool"].includes(family)
    ? undefined
    : "variables work with String and Arn operators only";

const whatIsWrong = (text: string): string | undefined => {
  for (let start = text.indexOf("${"); start >= 0; start = text.indexOf("${", start + 2)) {
    const end = text.indexOf("}", start);
    if (end < 0) return "the variable has no closing brace";
    const wrong = inside(text.slice(start + 2, end));
    if (wrong !== undefined) return wrong;
  }
  return undefined;
};

const inside = (content: string): string | undefined => {
  if (content === "*" || content === "?" || content === "$") return undefined;
  if (content.trim() === "") return "the variable is empty";
  const comma = content.indexOf(",");
  const key = comma < 0 ? content : content.slice(0, comma);
  if (/[\s{$]/.test(key)) return "the variable's name has a character that no condition key has";
  if (comma >= 0 && !/^'[^']*'$/.test(content.slice(comma + 1).trim()))
    return "the default value needs single quotes";
  return undefined;
};
