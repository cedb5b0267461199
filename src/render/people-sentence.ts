import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { People } from "../world/people.ts";
import { peopleWords } from "./people-words.ts";

/**
 * Who gains or loses through IAM, in a sentence: `14 roles and 2 users lose kms:Decrypt through IAM, among them role/CI
 * (used 2 days ago)`. Of several actions the one that matters most: to decrypt, else the one that most are about. Undefined
 * where it is nobody.
 */
export const peopleSentence = (
  rows: readonly Access[],
  does: "gain" | "lose",
  facts: KeyFacts,
  people: People,
): string | undefined => {
  const affected = mostAffected(
    rows.filter(({ via, principal }) => via === "iam" && isPerson.test(principal)),
  );
  if (!affected) return undefined;
  const { group, action } = affected;
  const { names, counted } = peopleWords(namedByPeopleFirst(group), facts, people, true);
  const [example = ""] = names;
  return group.length === 1
    ? `${example} ${does}s ${action} through IAM`
    : `${counted} ${does} ${action} through IAM, among them ${example}`;
};

const isPerson = /^arn:[^:]+:iam::\d{12}:(role|user)\//;

const mostAffected = (rows: readonly Access[]) => {
  const byAction = new Map<string, Map<string, Access>>();
  for (const row of rows) {
    for (const action of row.actions) {
      const group = byAction.get(action) ?? new Map<string, Access>();
      byAction.set(action, group.set(row.principal, row));
    }
  }
  const decrypt = byAction.get("kms:Decrypt");
  const [most] = [...byAction].sort(([, one], [, other]) => other.size - one.size);
  const [action, group] = decrypt ? (["kms:Decrypt", decrypt] as const) : (most ?? []);
  return action === undefined || !group ? undefined : { action, group: [...group.values()] };
};

// Where nobody was used lately, somebody whose name says something is the better example.
const namedByPeopleFirst = (group: readonly Access[]): readonly Access[] =>
  [...group].sort((one, other) => madeByAws(one) - madeByAws(other));

const madeByAws = ({ principal }: Access): number =>
  Number(/:role\/aws-(reserved|service-role)\//.test(principal));
