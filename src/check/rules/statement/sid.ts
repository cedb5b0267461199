import { removeMemberAt, replaceAt } from "../../fixes.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, statementRule, type Draft } from "../../rule.ts";
import { memberOf, valueOfMember, type StatementView } from "../../views.ts";

const placeOf = (statement: StatementView) => {
  const member = memberOf(statement, "Sid");
  return member?.value.kind === "string" ? valueOfMember(member) : undefined;
};

/** AWS tells people to remove duplicate Sids when a put fails (re:Post knowledge center). */
export const duplicateSid = documentRule(({ statements }) => {
  const seen = new Set<string>();
  const taken = new Set(statements.map((statement) => statement.sid));
  const next = new Map<string, number>();
  return statements.flatMap((statement): Draft[] => {
    const at = placeOf(statement);
    if (!at || !statement.sid) return [];
    const again = seen.has(statement.sid);
    seen.add(statement.sid);
    if (!again) return [];
    const number = freeNumber(statement.sid, taken, next.get(statement.sid) ?? 2);
    next.set(statement.sid, number + 1);
    const free = `${statement.sid}${number}`;
    taken.add(free);
    const message = `another statement has the Sid ${quoted(statement.sid)} too`;
    return [{ at, message, hint, fix: replaceAt(at.path, free) }];
  });
});

const freeNumber = (sid: string, taken: ReadonlySet<string | undefined>, from: number): number => {
  let number = from;
  while (taken.has(`${sid}${number}`)) number += 1;
  return number;
};

const hint = "give each statement a Sid of its own: edits find statements by it";

/** Letters, digits and, in key policies, spaces are documented; KMS's answer to the rest is not (KMS Developer Guide). */
export const sidCharacters = statementRule((statement) => {
  const at = placeOf(statement);
  if (!at || !statement.sid || /^[A-Za-z0-9 ]*$/.test(statement.sid)) return undefined;
  const message = `the Sid ${quoted(statement.sid)} has characters beside letters, digits and spaces`;
  return { at, message, hint: "keep to letters, digits and spaces" };
});

/** An empty Sid identifies nothing. */
export const emptySid = statementRule((statement) => {
  const at = placeOf(statement);
  return at && statement.sid === ""
    ? { at, message: "the Sid is empty", hint: "give it a name, or remove it", fix: removeMemberAt(at.path) }
    : undefined;
});
