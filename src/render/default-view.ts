import { weightOfAction } from "../access/rank-access.ts";
import type { Access } from "../access/types.ts";
import type { LimitedAccess } from "../default-view/limits/limited-access.ts";
import type { DefaultView } from "../default-view/read-default-view.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { whyNobody } from "../policy/nobody.ts";
import type { Target } from "../ports.ts";
import { accessSentence } from "./access-words.ts";
import { listWords } from "./action-words.ts";
import { wrapWords } from "./columns.ts";
import { whenWords } from "./condition-words.ts";
import { escapeLine } from "./escape.ts";
import { principalWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

/** What the page is about. */
export interface ShownKey {
  readonly target: Target;
  readonly label: string;
  readonly facts: KeyFacts;
  /** When the key will be deleted, in ISO 8601. */
  readonly deletion?: string | undefined;
}

const nameWidth = 16;

/** The default view as a compact page: a name on the left, one entry a line on the right. */
export const renderDefaultView = (
  view: DefaultView,
  { target, label, facts, deletion }: ShownKey,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string => {
  // KMS gives the principals of a statement in an order that differs from call to call.
  const account = view.account ?? facts.account;
  const who = (words: readonly string[]) => words.map((word) => shownWords(word, account)).sort();
  const inPart = (isOf: (entry: LimitedAccess) => boolean) =>
    view.limited
      .filter(isOf)
      .map((entry) => limitedWords(entry, account))
      .sort();
  const row = (name: string, entries: readonly string[]) => rowLines(name, entries, columns, style);
  return [
    ...peopleFirst(view.public).map((access) => openLine(access, facts, columns, style)),
    style.strong(escapeLine(label)),
    ...(target.kind === "key" ? [keyLine(target, columns, style)] : []),
    ...(deletion === undefined ? [] : [style.warning(`to be deleted on ${deletion.slice(0, 10)}`)]),
    "",
    ...row("Administrators", orNone([...who(view.admins), ...inPart(isAdmin)])),
    ...row("Deletion", [deletionWords(view)]),
    ...row("Users", orNone([...who(view.users), ...inPart((entry) => !isAdmin(entry))])),
    ...row("Other accounts", accountLines(view)),
    ...row("AWS services", orNone(view.services.map(escapeLine))),
    ...row("IAM", iamLines(view)),
    ...(view.orphans.length > 0 ? row("Deleted", [...who(view.orphans), "kmspol prune takes them out"]) : []),
    ...(view.nobody
      ? row(
          "Names nobody",
          view.nobody.map((one) => `${escapeLine(one.text)}: ${whyNobody(one)}`),
        )
      : []),
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

const shownWords = (word: string, account: string | undefined): string =>
  word === "*" ? "everyone (*)" : principalWords(word, account);

const isAdmin = ({ may }: LimitedAccess): boolean => may.includes("admin");

/** `role/Report (only decrypt)`, `role/Batch (only through s3.eu-west-1.amazonaws.com)`. */
const limitedWords = ({ principal, may, when }: LimitedAccess, account: string | undefined): string => {
  // The grants come along with use.
  const isWhole = may.some((share) => share === "use" || share === "admin");
  const words = isWhole ? [] : may;
  const only = words.length > 0 ? [`only ${listWords(words, words.length)}`] : [];
  const limits = when.length > 0 ? [whenWords([when], true)] : [];
  return `${shownWords(principal, account)} (${[...only, ...limits].join(", ")})`;
};

const peopleFirst = (rows: readonly Access[]): readonly Access[] => [
  ...rows.filter(({ principal }) => principal === "anyone"),
  ...rows.filter(({ principal }) => principal !== "anyone"),
];

/** What anyone may do stands above everything else. */
const openLine = (access: Access, facts: KeyFacts, columns: number, style: Style): string => {
  const isPublic = access.when.some((all) => all.length === 0);
  const who = access.principal === "anyone" ? "anyone" : principalWords(access.principal, facts.account);
  const sentence = accessSentence(access, "may have", facts, false);
  const words = `${who}${sentence.slice(principalWords(access.principal, facts.account).length)}`;
  const line = wrapWords(`${isPublic ? "PUBLIC" : "OPEN"}  ${words}`, columns, "        ");
  return (isPublic ? style.bad : style.warning)(line);
};

/** Whose account the key's own is, is said where it is a guess, or not known: then it may be among the others. */
const accountLines = (view: DefaultView): readonly string[] => {
  const { account, accounts, accountsInPart } = view;
  const inPart =
    accountsInPart.length === 0
      ? []
      : [`single users and roles of ${listWords(accountsInPart.map(escapeLine), Number.POSITIVE_INFINITY)}`];
  const whole = accounts.map(escapeLine);
  const unknown =
    account === undefined && accounts.length > 0
      ? ["whether the key belongs to one of them is not known: --account tells"]
      : [];
  return orNone([...whole, ...inPart, ...unknown]);
};

const iamLines = ({ account, accountAssumed, iamDelegation, iamShare }: DefaultView): readonly string[] => {
  if (account === undefined) return ["not known, without the account that owns the key: --account tells"];
  const own = `this account, ${account},`;
  const guess = accountAssumed
    ? [`${account} is taken for the key's own account, because it is given everything: --account tells`]
    : [];
  if (iamDelegation) return [`IAM policies of ${own} can give access`, ...guess];
  const { actions, conditional } = iamShare;
  if (actions.length + conditional.length === 0) {
    return [`the key is not handed to IAM policies of ${own.replace(/,$/, "")}`, ...guess];
  }
  return [
    ...(actions.length > 0 ? [`IAM policies of ${own} can give ${countedActions(actions)}`] : []),
    ...(conditional.length > 0
      ? [`IAM policies of ${own} can give ${countedActions(conditional)} under conditions`]
      : []),
    ...guess,
  ];
};

/** `13 actions, kms:PutKeyPolicy among them`; few are named. */
const countedActions = (actions: readonly string[]): string => {
  if (actions.length <= 3) return listWords(actions, 3);
  const [riskiest = ""] = [...actions].sort((a, b) => weightOfAction(b) - weightOfAction(a));
  return `${actions.length} actions (${riskiest} among them)`;
};

const deletionWords = (view: DefaultView): string => {
  const { deletionGuardDays: days } = view;
  const guard = `nobody within ${days} ${days === 1 ? "day" : "days"} of its last use`;
  return days === undefined ? whoMayDelete(view) : `${whoMayDelete(view)}; ${guard}`;
};

const whoMayDelete = ({ admins, adminsMayDelete }: DefaultView): string => {
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
