import type { ListedChange } from "../change/all-changes.ts";
import { alignColumns } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import type { Style } from "./style.ts";

/** Changes as a page, newest first: a table, and under each change its command and the reason for it. */
export const renderHistory = (changes: readonly ListedChange[], style: Style): string => {
  if (changes.length === 0) return "no changes\n";
  const places = placesOf(changes);
  const heads = alignColumns(
    changes.map((change, i) => [
      places[i] ?? "",
      idOf(change),
      timeWords(change.at),
      outcomeOf(change),
      whoWords(change.source === "kmspol" ? change.own.by : change.event.by),
    ]),
  ).split("\n");
  return changes
    .map((change, i) => {
      const lines = [style.strong(heads[i] ?? ""), ...wordsOf(change).map((words) => `      ${words}`)];
      return lines.map((line) => `${line}\n`).join("");
    })
    .join("");
};

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
  const { command, reason } = change.own;
  const line = commandWords(command);
  return reason === undefined ? [line] : [line, escapeLine(reason)];
};

/** A command line as it is typed again: `kmspol add-user alias/app role/App`. */
export const commandWords = (command: readonly string[]): string =>
  `kmspol ${escapeLine(command.map(quoted).join(" "))}`;

/** `2026-11-24 03:31 UTC`: the same on every machine. */
export const timeWords = (at: string): string =>
  escapeLine(at.replace("T", " ").replace(/:\d\d(?:\.\d+)?Z$/, " UTC"));

/** The last parts of an ARN say who it was. */
export const whoWords = (by: string): string => escapeLine(by.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, ""));

const quoted = (word: string): string =>
  /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
