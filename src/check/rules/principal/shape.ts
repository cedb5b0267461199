import { renameMember, replaceAt } from "../../fixes.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import { nearest } from "../../nearest.ts";
import { quoted } from "../../quoted.ts";
import { membersOf } from "../../read-views.ts";
import { hasSymbol } from "../../../policy/symbols.ts";
import { statementRule, type Draft } from "../../rule.ts";
import { valueOfMember, type MemberView, type StatementView } from "../../views.ts";

const kinds = ["AWS", "Service", "Federated", "CanonicalUser"];

const principalMembers = (statement: StatementView) =>
  statement.members.filter(({ name }) => name === "Principal" || name === "NotPrincipal");

/** Principal is `"*"` or an object (IAM User Guide, "Principal"). */
export const invalidPrincipalFormat = statementRule({
  code: "invalid-principal-format",
  severity: "error",
  title: "The Principal is a text, not an object",
  page: () => ({
    trigger: 'Principal is a text other than "*", or a list.',
    why: "Principal is an object whose names tell the kind of principal.",
    fix: 'Write { "AWS": … } or { "Service": … }.',
    example:
      '"Principal": "arn:aws:iam::111122223333:role/App"  =>  "Principal": { "AWS": "arn:aws:iam::111122223333:role/App" }',
  }),
  rejectedByKms: true,
  explainsNoEffect: true,
  run: (statement) =>
    principalMembers(statement).flatMap((member): Draft[] => {
      const { value } = member;
      const at = valueOfMember(member);
      if (value.kind === "array" && value.items.length > 0) {
        return [{ at, message: `${member.name} is a list`, hint: 'write { "AWS": [ … ] }' }];
      }
      if (value.kind !== "string" || value.value === "*") return [];
      const text = String(value.value);
      const kind: "AWS" | "Service" =
        /\.amazonaws\./.test(text) && !text.startsWith("arn:") ? "Service" : "AWS";
      const names = parsePrincipal(kind, text).kind === "malformed" ? "arn:aws:iam::…" : text;
      const message = `${member.name} is the text ${quoted(text)}`;
      const fix = names === text ? replaceAt(member.path, { [kind]: text }) : undefined;
      return [{ at, message, hint: `write { "${kind}": "${names}" }`, fix }];
    }),
});

const siblings = (statement: StatementView, { path }: MemberView): ReadonlySet<string> => {
  const owner = statement.members.find(({ name }) => name === path.at(-2));
  return new Set(owner ? membersOf(owner.value, owner.path).map(({ name }) => name) : []);
};

/** The kinds of principal are four words, and their case counts. */
export const invalidPrincipalKey = statementRule({
  code: "invalid-principal-key",
  severity: "error",
  title: "An unknown kind of principal",
  page: () => ({
    trigger: "A name in Principal is none of AWS, Service, Federated, CanonicalUser.",
    why: "The case of these words counts.",
    fix: "Write AWS for accounts, users and roles, and Service for AWS services.",
    example: '{ "aws": "…" }  =>  { "AWS": "…" }',
  }),
  rejectedByKms: true,
  explainsNoEffect: true,
  run: (statement) =>
    principalMembers(statement)
      .flatMap((member) => membersOf(member.value, member.path))
      .filter(({ name }) => !kinds.includes(name) && !hasSymbol(name))
      .map((at) => {
        const near = nearest(at.name, kinds) ?? "AWS";
        const typo = nearest(at.name, kinds);
        const fix = typo && !siblings(statement, at).has(typo) ? renameMember(at.path, typo) : undefined;
        return { at, message: `${quoted(at.name)} is no kind of principal`, hint: `write "${near}"`, fix };
      }),
});
