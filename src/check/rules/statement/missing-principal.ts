import { membersOf, scalars } from "../../read-views.ts";
import { statementRule, type Draft } from "../../rule.ts";
import { memberOf, valueOfMember, type MemberView } from "../../views.ts";

const hint =
  'name someone, such as { "AWS": "arn:aws:iam::111122223333:role/NAME" }, or remove the statement';

/** Every statement needs a principal: "Policy contains a statement with no principal" (KMS API; field reports). */
export const missingPrincipal = statementRule({
  code: "missing-principal",
  severity: "error",
  title: "The statement names no principal",
  page: () => ({
    trigger: "A statement has neither Principal nor NotPrincipal, or an empty one.",
    why: 'KMS answers "Policy contains a statement with no principal".',
    fix: "Name someone, or remove the statement. An empty entry often comes from a variable that was not set.",
    example: '"Principal": { "AWS": [] }  =>  "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }',
  }),
  rejectedByKms: true,
  explainsNoEffect: true,
  run: (statement) => {
    if (statement.node.kind !== "object") return undefined;
    const members = ["Principal", "NotPrincipal"].flatMap((name) => memberOf(statement, name) ?? []);
    if (members.length === 0) return { at: statement, message: "the statement names no principal", hint };
    return members.flatMap(emptyParts);
  },
});

const emptyParts = (member: MemberView): Draft[] => {
  if (member.value.kind === "array")
    return member.value.items.length === 0 ? [empty(member, "an empty list")] : [];
  if (member.value.kind !== "object") return [];
  if (member.value.members.length === 0) return [empty(member, "empty")];
  return membersOf(member.value, member.path).flatMap((type) => {
    if (type.value.kind === "array" && type.value.items.length === 0) return [empty(type, "an empty list")];
    return scalars(type)
      .filter(({ node }) => node.kind === "string" && String(node.value).trim() === "")
      .map((at) => ({ at, message: `an entry of ${type.name} is empty`, hint }));
  });
};

const empty = (member: MemberView, what: string): Draft => ({
  at: valueOfMember(member),
  message: `${member.name} is ${what}: the statement names no principal`,
  hint,
});
