import { rankAccess } from "../access/rank-access.ts";
import { shellWord } from "../shell/shell-word.ts";
import { commandByRole } from "../shell/typed-command.ts";
import type { Access, AccessChange } from "../access/types.ts";
import type { ListedChange } from "../change/all-changes.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ChangeRecord } from "../ports.ts";
import { groupedAlike } from "./access-groups.ts";
import { rightsWords } from "./access-words.ts";
import { listWords } from "./action-words.ts";
import { alignColumns, wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { subjectWords } from "./principal-words.ts";
import type { Mark, Style } from "./style.ts";

/** What each change did to access, as far as that was asked; null where one of its texts cannot be read. */
export type TellAccess = (change: ListedChange) => AccessChange | null | undefined;

/** Who put the policy that a change is missing from: the event of CloudTrail, or somebody that nothing here tells of. */
export type Gone = Extract<ListedChange, { source: "cloudtrail" }> | { readonly source: "unknown" };

/** Whether a change is gone though no change of ours took it back; undefined where it is not, or that is not known. */
export type TellGone = (change: ListedChange) => Gone | undefined;

/** How a history is told. */
export interface HistoryLayout {
  readonly style: Style;
  readonly columns: number;
  readonly facts: KeyFacts;
  readonly access: TellAccess;
  readonly gone: TellGone;
}

/** Changes as a page, newest first: a table, and under each change who gained and lost what, its command and the reason for it. */
export const renderHistory = (changes: readonly ListedChange[], layout: HistoryLayout): string => {
  const { style, columns } = layout;
  if (changes.length === 0) return "no changes by kmspol from this machine\n";
  const heads = alignColumns(changeHeads(changes)).split("\n");
  return changes
    .map((change, i) => {
      const access = [...goneLines(change, layout), ...accessLines(change, layout)].map((line) =>
        wrapWords(`      ${line}`, columns, "        "),
      );
      const words = wordsOf(change).map((line) => `      ${line}`);
      const lines = [style.strong(heads[i] ?? ""), ...access, ...words];
      return lines.map((line) => `${line}\n`).join("");
    })
    .join("");
};

/** A change in cells: how `TARGET@{n}` names it, its id, when, how it ended, who. */
export const changeHeads = (changes: readonly ListedChange[]): readonly (readonly string[])[] => {
  const places = placesOf(changes);
  return changes.map((change, i) => [
    places[i] ?? "",
    idOf(change),
    timeWords(change.at),
    outcomeOf(change),
    whoWords(change.source === "kmspol" ? change.own.by : change.event.by),
  ]);
};

/** What is told of one change: who gained and lost what, its command, its run of `each`, the reason. */
export const changeDetail = (change: ListedChange, layout: HistoryLayout): readonly string[] => [
  ...goneLines(change, layout),
  ...accessLines(change, layout),
  ...wordsOf(change),
];

const goneLines = (change: ListedChange, { style, gone }: HistoryLayout): readonly string[] => {
  const by = gone(change);
  if (!by) return [];
  const who =
    by.source === "unknown"
      ? "somebody else has put a policy without it since; --cloudtrail tells who"
      : `${whoWords(by.event.by)} has put a policy without it at ${timeWords(by.at)}`;
  return [style.bad(`no longer there: ${who}`)];
};

/** Sentences about access under one change, before the rest is counted. */
const shownSentences = 4;

const accessLines = (change: ListedChange, { style, facts, access }: HistoryLayout): readonly string[] => {
  const did = access(change);
  if (did === undefined) return [];
  if (did === null) return [style.faint("what it did to access cannot be told: a text of it does not parse")];
  const { gained, lost } = did;
  if (gained.length + lost.length === 0) return [style.faint("nobody gained or lost access")];
  const told = [...sentences("+", gained, facts, style.added), ...sentences("-", lost, facts, style.removed)];
  const hidden = told.length - shownSentences;
  const shown = told.slice(0, hidden > 0 ? shownSentences : told.length);
  return [...shown, ...(hidden > 0 ? [style.faint(`  and ${hidden} more; kmspol diff shows all`)] : [])];
};

/** `+ role/Auditor: use of the key`, all of whom the same is told in one. */
const sentences = (
  sign: "+" | "-",
  rows: readonly Access[],
  facts: KeyFacts,
  mark: Mark,
): readonly string[] =>
  groupedAlike(rankAccess(rows, facts.account), facts).map((group) => {
    const names = listWords(
      group.map((access) => subjectWords(access, facts.account)),
      3,
    );
    return mark(`${sign} ${names}: ${rightsWords(group[0], facts, false)}`);
  });

/** How a policy of the past is named, `TARGET@{n}`: only our own changes that were written count. */
const placesOf = (changes: readonly ListedChange[]): readonly string[] => {
  let count = 0;
  return changes.map((change) =>
    change.source === "kmspol" && change.own.outcome !== "failed" ? `@{${count++}}` : "",
  );
};

const idOf = (change: ListedChange): string =>
  change.source === "kmspol" ? change.own.id : escapeLine(change.event.id.slice(0, 8));

/** What a put that nobody settled yet came to is not known. */
export const outcomeOf = (change: ListedChange): string => {
  if (change.source === "cloudtrail") return change.event.failed ? "failed" : "written";
  return change.own.outcome === "pending" ? "unknown" : change.own.outcome;
};

const wordsOf = (change: ListedChange): readonly string[] => {
  if (change.source === "cloudtrail") return ["from elsewhere, seen by CloudTrail"];
  const { reason, run } = change.own;
  const id = run === undefined ? "" : escapeLine(run);
  return [
    changeCommand(change.own),
    ...(run === undefined ? [] : [`in the run ${id} of each; kmspol each --undo ${id} takes all of it back`]),
    ...(reason === undefined ? [] : [escapeLine(reason)]),
  ];
};

/** The command that made a change; one of a run of `each` without the answers that the run gave for it. */
export const changeCommand = ({ command, run }: Pick<ChangeRecord, "command" | "run">): string =>
  commandWords(run === undefined ? command : command.filter((word) => !answersOfRun.has(word)));

const answersOfRun: ReadonlySet<string> = new Set(["--json", "--yes", "--debug"]);

/** A command line as it is typed again: `kmspol add-user alias/app role/App`. Only `each` assumes roles. */
export const commandWords = (command: readonly string[]): string =>
  escapeLine(throughRole(command) ?? ["kmspol", ...command.map(commandWord)].join(" "));

/** A change of `each` in an account by its role, as the line that does the same with this key alone; undefined for all others. */
const throughRole = (command: readonly string[]): string | undefined => {
  const at = command.findIndex((word) => /^arn:[^:]*:kms:/.test(word));
  if (command[0] !== "--account" || at < 1) return undefined;
  const [where, verb, key = ""] = [command.slice(0, at - 1), command[at - 1] ?? "", command[at]];
  const rest = command.slice(at + 1).filter((word) => word !== "--json");
  return commandByRole(key, where, verb, rest);
};

/** `2026-11-24 03:31 UTC`: the same on every machine. */
export const timeWords = (at: string): string =>
  escapeLine(at.replace("T", " ").replace(/:\d\d(?:\.\d+)?Z$/, " UTC"));

/** The last parts of an ARN say who it was. */
export const whoWords = (by: string): string => escapeLine(by.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, ""));

/** Braces in `alias/app@{1}` mean themselves to every shell. */
const commandWord = (word: string): string => (/^[\w@:./-]+@\{\d+\}$/.test(word) ? word : shellWord(word));
