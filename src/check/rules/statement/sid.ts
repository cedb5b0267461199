import { removeMemberAt, replaceAt } from "../../fixes.ts";
import { areApart } from "../../../policy/template-choices.ts";
import { hasSymbol, withoutStandIns } from "../../../policy/symbols.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, statementRule, type Draft } from "../../rule.ts";
import { memberOf, valueOfMember, type StatementView } from "../../views.ts";

const placeOf = (statement: StatementView) => {
  const member = memberOf(statement, "Sid");
  return member?.value.kind === "string" ? valueOfMember(member) : undefined;
};

/** AWS tells people to remove duplicate Sids when a put fails (re:Post knowledge center). */
export const duplicateSid = documentRule({
  code: "duplicate-sid",
  severity: "warning",
  title: "Two statements have the same Sid",
  page: () => ({
    trigger: "Two statements have the same Sid.",
    why: "Edits that find a statement by its Sid hit the wrong one. AWS's support articles name it among the reasons of failed puts.",
    fix: "Give each a Sid of its own.",
    example: '"Sid": "A" … "Sid": "A"  =>  "Sid": "A" … "Sid": "A2"',
  }),
  fixKeepsAccess: true,
  run: ({ statements }) => {
    const seen = new Map<string, StatementView[]>();
    const taken = new Set(statements.map((statement) => statement.sid));
    const next = new Map<string, number>();
    return statements.flatMap((statement): Draft[] => {
      const at = placeOf(statement);
      if (!at || !statement.sid) return [];
      const before = seen.get(statement.sid);
      if (before) before.push(statement);
      else seen.set(statement.sid, [statement]);
      // Those in the other branch of a template's choice are not there where this one is.
      const { conditions } = statement.model;
      if (!before?.some((one) => one !== statement && !areApart(one.model.conditions, conditions))) return [];
      const number = freeNumber(statement.sid, taken, next.get(statement.sid) ?? 2);
      next.set(statement.sid, number + 1);
      const free = `${statement.sid}${number}`;
      taken.add(free);
      const message = `another statement has the Sid ${quoted(statement.sid)} too`;
      // How a template writes what it fills in, it alone knows.
      const isWritable = !hasSymbol(statement.sid);
      return [{ at, message, hint, ...(isWritable && { fix: replaceAt(at.path, free) }) }];
    });
  },
});

const freeNumber = (sid: string, taken: ReadonlySet<string | undefined>, from: number): number => {
  let number = from;
  while (taken.has(`${sid}${number}`)) number += 1;
  return number;
};

const hint = "give each statement a Sid of its own: edits find statements by it";

/** Letters, digits and, in key policies, spaces are documented; KMS's answer to the rest is not (KMS Developer Guide). */
export const sidCharacters = statementRule({
  code: "sid-characters",
  severity: "warning",
  title: "The Sid has unusual characters",
  page: () => ({
    trigger: "A Sid has other characters than letters, digits and spaces.",
    why: "Spaces are documented for key policies; what KMS does with the rest is not.",
    fix: "Keep to letters, digits and spaces.",
    example: '"Sid": "use/key"  =>  "Sid": "Allow use of the key"',
  }),
  fixKeepsAccess: true,
  run: (statement) => {
    const at = placeOf(statement);
    // What a template fills in may be letters and digits.
    if (!at || !statement.sid || /^[A-Za-z0-9 ]*$/.test(withoutStandIns(statement.sid))) return undefined;
    const message = `the Sid ${quoted(statement.sid)} has characters beside letters, digits and spaces`;
    return { at, message, hint: "keep to letters, digits and spaces" };
  },
});

/** An empty Sid identifies nothing. */
export const emptySid = statementRule({
  code: "empty-sid",
  severity: "suggestion",
  title: "The Sid is empty",
  page: () => ({
    trigger: 'A Sid is "".',
    why: "It identifies nothing, and two of them are duplicates.",
    fix: "Give the statement a name, or remove the Sid.",
    example: '"Sid": "", "Effect": "Allow"  =>  "Effect": "Allow"',
  }),
  fixKeepsAccess: true,
  run: (statement) => {
    const at = placeOf(statement);
    return at && statement.sid === ""
      ? {
          at,
          message: "the Sid is empty",
          hint: "give it a name, or remove it",
          fix: removeMemberAt(at.path),
        }
      : undefined;
  },
});
