import type { ChangeOutcome, ChangeRecord } from "../ports.ts";

/** What one file of the history holds: the change, whose it is, and its place in the order of that key's changes. */
export interface StoredChange extends ChangeRecord {
  readonly key: string;
  readonly number: number;
}

const outcomes: readonly string[] = ["pending", "verified", "written", "failed", "unknown"];

/** Reads the text of a history file; undefined where it is damaged. */
export const parseStored = (text: string): StoredChange | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isStored(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** A change as the text of its file. */
export const storedText = (change: StoredChange): string => `${JSON.stringify(change, null, 2)}\n`;

/** The record as the port hands it out. */
export const toRecord = (stored: StoredChange): ChangeRecord => ({
  id: stored.id,
  at: stored.at,
  by: stored.by,
  command: stored.command,
  ...(stored.reason !== undefined && { reason: stored.reason }),
  ...(stored.run !== undefined && { run: stored.run }),
  outcome: stored.outcome,
  ...(stored.answered !== undefined && { answered: stored.answered }),
  before: stored.before,
  after: stored.after,
});

/** The change with its outcome. `answered`: when KMS took it, where that was not known before. */
export const settled = (
  change: StoredChange,
  outcome: ChangeOutcome,
  answered: string | undefined,
): StoredChange => {
  const since = change.answered ?? answered;
  return { ...change, outcome, ...(since !== undefined && { answered: since }) };
};

/** Newest first: by number, then (two processes took the same one) by time, then by id. */
export const newestFirst = (a: StoredChange, b: StoredChange): number =>
  b.number - a.number || b.at.localeCompare(a.at) || b.id.localeCompare(a.id);

const isStored = (value: unknown): value is StoredChange => {
  if (typeof value !== "object" || value === null) return false;
  const members = new Map<string, unknown>(Object.entries(value));
  const texts = ["id", "at", "by", "before", "after", "key"];
  const ifThere = ["reason", "answered", "run"].map((name) => members.get(name));
  return (
    texts.every((name) => typeof members.get(name) === "string") &&
    /^[0-9a-f]{4,}$/.test(String(members.get("id"))) &&
    ifThere.every((text) => text === undefined || typeof text === "string") &&
    isTexts(members.get("command")) &&
    outcomes.includes(String(members.get("outcome"))) &&
    typeof members.get("number") === "number"
  );
};

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
