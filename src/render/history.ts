import type { ChangeRecord } from "../ports.ts";
import { alignColumns } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import type { Style } from "./style.ts";

/** Changes as a page, newest first: a table, and under each change its command and the reason for it. */
export const renderHistory = (changes: readonly ChangeRecord[], style: Style): string => {
  if (changes.length === 0) return "no changes\n";
  const heads = alignColumns(
    changes.map((change, i) => [
      `@{${i}}`,
      change.id,
      timeWords(change.at),
      outcomeWords(change),
      whoWords(change.by),
    ]),
  ).split("\n");
  return changes
    .map((change, i) => {
      const lines = [
        style.strong(heads[i] ?? ""),
        `      kmspol ${escapeLine(change.command.map(quoted).join(" "))}`,
      ];
      if (change.reason !== undefined) lines.push(`      ${escapeLine(change.reason)}`);
      return lines.map((line) => `${line}\n`).join("");
    })
    .join("");
};

/** `2026-11-24 03:31 UTC`: the same on every machine. */
const timeWords = (at: string): string =>
  escapeLine(at.replace("T", " ").replace(/:\d\d(?:\.\d+)?Z$/, " UTC"));

const outcomeWords = ({ outcome }: ChangeRecord): string => (outcome === "pending" ? "unknown" : outcome);

/** The last parts of an ARN say who it was. */
const whoWords = (by: string): string => escapeLine(by.replace(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:/, ""));

const quoted = (word: string): string =>
  /^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
