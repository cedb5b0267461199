import { weightOfAction } from "../access/rank-access.ts";
import type { DefaultView } from "../default-view/default-view.ts";
import { whyNobody } from "../policy/nobody.ts";
import { isAnotherAccount, whyOpaque } from "../policy/symbols.ts";
import type { Target } from "../ports.ts";
import { listWords } from "./action-words.ts";
import { wrapWords } from "./columns.ts";
import { whenWords } from "./condition-words.ts";
import { escapeLine } from "./escape.ts";
import type { ShownKey } from "./key-page.ts";
import { drawMatrix } from "./matrix/draw.ts";
import { matrixRows } from "./matrix/rows.ts";
import { rowLines } from "./page-rows.ts";
import { principalWords } from "./principal-words.ts";
import { limitedPeople, untoldPeople } from "./untold-people.ts";
import { publicLines } from "./public-line.ts";
import type { Signs } from "./signs.ts";
import { commandAbout, publicRow, standingRows } from "./standing-rows.ts";
import type { Style } from "./style.ts";
import { shownWidth } from "./width.ts";

/** How the page is laid out. */
export interface PageLayout {
  readonly style: Style;
  /** Of the terminal; Infinity for what a program reads. */
  readonly columns: number;
  readonly signs: Signs;
}

/** The policy as a page: who may do what as a matrix, and below it what is no matter of one principal. */
export const renderDefaultView = (
  { view, access, target, typed, label, facts, deletion, findings, last }: ShownKey,
  { style, columns, signs }: PageLayout,
): string => {
  // KMS gives the principals of a statement in an order that differs from call to call.
  const orphans = view.orphans.map((word) => principalWords(word, view.account ?? facts.account)).sort();
  const row = (name: string, entries: readonly string[]) => rowLines(name, entries, { style, columns });
  const rows = matrixRows(access, facts);
  const command = commandAbout({ target, typed });
  return [
    ...publicLines(view.public, facts, { style, columns }),
    style.strong(escapeLine(label)),
    ...(target.kind === "key" ? [keyLine(target, columns, style)] : []),
    ...(deletion === undefined ? [] : [style.warning(`to be deleted on ${deletion.slice(0, 10)}`)]),
    "",
    ...(rows.length === 0 ? ["nobody"] : drawMatrix(rows, { style, columns, signs, full: true })),
    "",
    ...publicRow(view, facts, { style, columns }),
    ...untoldPeople(view, access, facts).flatMap(([name, words]) => row(name, words)),
    ...row("Limited", limitedPeople(view, access, facts)),
    ...row("Deletion", deletionWords(view)),
    ...row("Other accounts", accountLines(view)),
    ...row("AWS services", orNone(view.services.map(escapeLine), isOpenTo(view, "service:any"))),
    ...row("IAM", iamLines(view)),
    ...(orphans.length > 0 ? row("Deleted", [...orphans, `${command("prune")} takes them out`]) : []),
    ...(view.nobody
      ? row(
          "Names nobody",
          view.nobody.map((one) => `${escapeLine(one.text)}: ${whyNobody(one)}`),
        )
      : []),
    ...(view.otherStatements.length > 0 ? row("Other statements", view.otherStatements.map(escapeLine)) : []),
    ...standingRows({ target, typed, findings, last }, { style, columns }),
    "",
    ...consoleLines(view, columns),
  ]
    .map((line) => `${line}\n`)
    .join("");
};

const keyLine = (key: Target & { kind: "key" }, columns: number, style: Style): string => {
  // A key without alias is called by its id, which stands above.
  const ids = key.aliases.length === 0 ? [] : [escapeLine(key.id)];
  const [state, ...kind] = [key.state, key.spec, key.usage].map(escapeLine);
  const more = [...kind, ...(key.multiRegion ? ["multi-Region"] : [])];
  const plain = [...ids, state, ...more].join("  ");
  const marked = (key.state === "Enabled" ? style.good : style.warning)(state ?? "");
  if (plain.length <= columns) return [...ids, marked, ...more].join("  ");
  const below = [marked, ...more].join("  ");
  const fits = shownWidth(below) + 2 <= columns;
  return [...ids, fits ? `  ${below}` : wrapWords(`  ${below}`, columns, "  ")].join("\n");
};

/** Whose account the key's own is, is said where it is a guess, or not known: then it may be among the others. */
const accountLines = (view: DefaultView): readonly string[] => {
  const { account, accounts, accountsInPart, accountsWhen = {} } = view;
  const inPart =
    accountsInPart.length === 0
      ? []
      : [`single users and roles of ${listWords(accountsInPart.map(escapeLine), Number.POSITIVE_INFINITY)}`];
  const whole = accounts.map((id) => {
    const when = accountsWhen[id];
    const perhaps = mayBeOwn(id) ? " (whether it is this account is not known)" : "";
    return escapeLine(id) + perhaps + (when ? ` (${whenWords(when, true, account)})` : "");
  });
  const unknown =
    account === undefined && accounts.length > 0
      ? ["whether the key belongs to one of them is not known: --account tells"]
      : [];
  const notWhose = (view.accountsNotKnown ?? []).map(
    (word) => `not known: ${principalWords(word, account)} may be of one`,
  );
  return orNone([...whole, ...inPart, ...unknown, ...notWhose], isOpenTo(view, "anyone"));
};

/** An account that something fills in before the policy is put may be the key's own. */
const mayBeOwn = (id: string): boolean => whyOpaque(id) !== undefined && !isAnotherAccount(id);

const iamLines = ({
  account,
  accountAssumed,
  accounts,
  iamDelegation,
  iamShare,
  iamUndecided,
}: DefaultView): readonly string[] => {
  if (account === undefined) return ["not known, without the account that owns the key: --account tells"];
  const own = `this account, ${account},`;
  const guess = accountAssumed
    ? [`${account} is taken for the key's own account, by what the policy gives it: --account tells`]
    : [];
  if (iamUndecided !== undefined)
    return [
      `not known whether IAM policies of ${own} can give access: ${escapeLine(iamUndecided)}`,
      ...guess,
    ];
  if (iamDelegation) return [`IAM policies of ${own} can give access`, ...guess];
  const { actions, conditional } = iamShare;
  if (actions.length + conditional.length === 0) {
    const perhaps = accounts.filter(mayBeOwn).map(escapeLine);
    if (perhaps.length > 0)
      return [
        `not known: ${listWords(perhaps, Number.POSITIVE_INFINITY)} may be ${own.replace(/,$/, "")}`,
        ...guess,
      ];
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

/** Who may delete the key is a column of its own. */
const deletionWords = ({ admins, deletionGuardDays: days }: DefaultView): readonly string[] => [
  ...(admins.length === 0 ? ["there are no administrators who could delete the key"] : []),
  ...(days === undefined ? [] : [`nobody within ${days} ${days === 1 ? "day" : "days"} of its last use`]),
];

/** Of what is open to all of them none is named, and that is no "none". */
const orNone = (entries: readonly string[], isOpen = false): readonly string[] => {
  if (entries.length > 0) return entries;
  return [isOpen ? "none by name; all of them, see above" : "none"];
};

const isOpenTo = (view: DefaultView, word: string): boolean =>
  view.public.some(({ principal }) => principal === word);

const consoleLines = ({ defaultView, notDefaultViewBecause }: DefaultView, columns: number): string[] =>
  defaultView
    ? [wrapWords("The console shows its default view of this policy.", columns)]
    : [
        wrapWords("The console shows no default view of this policy:", columns),
        ...notDefaultViewBecause.map((reason) => wrapWords(`  ${escapeLine(reason)}`, columns, "    ")),
      ];
