import type { DefaultView } from "../default-view/read-default-view.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Target } from "../ports.ts";
import { wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { principalWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

/** What the page is about. */
export interface ShownKey {
  readonly target: Target;
  readonly label: string;
  readonly facts: KeyFacts;
}

const nameWidth = 16;

/** The default view as a compact page: a name on the left, one entry a line on the right. */
export const renderDefaultView = (
  view: DefaultView,
  { target, label, facts }: ShownKey,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string => {
  // KMS gives the principals of a statement in an order that differs from call to call.
  const who = (words: readonly string[]) => words.map((word) => principalWords(word, facts.account)).sort();
  const row = (name: string, entries: readonly string[]) => rowLines(name, entries, columns, style);
  return [
    style.strong(escapeLine(label)),
    ...(target.kind === "key" ? [keyLine(target, columns, style)] : []),
    "",
    ...row("Administrators", orNone(who(view.admins))),
    ...row("Deletion", [deletionWords(view)]),
    ...row("Users", orNone(who(view.users))),
    ...row("Other accounts", orNone(view.accounts.map(escapeLine))),
    ...row("AWS services", orNone(view.services.map(escapeLine))),
    ...row("IAM", [
      view.iamDelegation
        ? "IAM policies of this account can give access"
        : "the key is not handed to IAM policies of this account",
    ]),
    ...(view.orphans.length > 0 ? row("Deleted", [...who(view.orphans), "kmspol prune takes them out"]) : []),
    ...(view.otherStatements.length > 0 ? row("Other statements", view.otherStatements.map(escapeLine)) : []),
    "",
    ...consoleLines(view, columns),
  ]
    .map((line) => `${line}\n`)
    .join("");
};

const keyLine = (key: Target & { kind: "key" }, columns: number, style: Style): string => {
  const [id, state, ...kind] = [key.id, key.state, key.spec, key.usage].map(escapeLine);
  const more = [...kind, ...(key.multiRegion ? ["multi-Region"] : [])];
  const plain = [id, state, ...more].join("  ");
  if (plain.length > columns) return wrapWords(plain.replaceAll("  ", " "), columns, "  ");
  const marked = key.state === "Enabled" ? state : style.warning(state ?? "");
  return [id, marked, ...more].join("  ");
};

const deletionWords = ({ admins, adminsMayDelete }: DefaultView): string => {
  if (admins.length === 0) return "there are no administrators who could delete the key";
  return adminsMayDelete ? "administrators may delete the key" : "administrators may not delete the key";
};

const orNone = (entries: readonly string[]): readonly string[] => (entries.length === 0 ? ["none"] : entries);

const rowLines = (name: string, entries: readonly string[], columns: number, style: Style): string[] =>
  entries.map((entry, i) => {
    const head = i === 0 ? style.strong(name.padEnd(nameWidth)) : " ".repeat(nameWidth);
    const indent = " ".repeat(nameWidth + 4);
    return `${head}  ${wrapWords(entry, columns - nameWidth - 2, "  ").replaceAll("\n  ", `\n${indent}`)}`;
  });

const consoleLines = ({ defaultView, notDefaultViewBecause }: DefaultView, columns: number): string[] =>
  defaultView
    ? [wrapWords("The console shows its default view of this policy.", columns)]
    : [
        wrapWords("The console shows no default view of this policy:", columns),
        ...notDefaultViewBecause.map((reason) => wrapWords(`  ${escapeLine(reason)}`, columns, "    ")),
      ];
