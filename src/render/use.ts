import type { KeyFacts } from "../policy/key-facts.ts";
import { setWord } from "../use/set-word.ts";
import { lastOf } from "../use/tally.ts";
import type { Evidence, Times, UsedBy, UsedOperation } from "../use/types.ts";
import { listWords } from "./action-words.ts";
import { alignColumns, wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { principalWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

export interface UseLayout {
  readonly style: Style;
  readonly columns: number;
  readonly full: boolean;
}

/** Principals before the list is cut: what fits on a screen. */
const shownPeople = 20;

/** Who used the key, for what and when last, newest first; below it who tried in vain. */
export const renderUse = (
  used: readonly UsedBy[],
  facts: KeyFacts,
  { style, full }: Pick<UseLayout, "style" | "full">,
): string => {
  const people = used.filter((one) => lastOf(one) !== "");
  const shown = full ? people : people.slice(0, shownPeople);
  const rows = shown.flatMap((one) =>
    one.operations
      .filter(({ count }) => count > 0)
      .map((operation, i) => [`  ${i === 0 ? userWords(one.principal, facts) : ""}`, ...cells(operation)]),
  );
  const hidden = people.length - shown.length;
  return [
    `${style.strong("Used by:")}${rows.length === 0 ? " nobody that the events tell of" : ""}\n`,
    alignColumns(rows),
    hidden > 0 ? `${style.faint(`  … and ${hidden} more; --full shows all`)}\n` : "",
    inVain(used, facts, style),
  ].join("");
};

const cells = ({ operation, count, last = "", via = [] }: UsedOperation): readonly string[] => [
  escapeLine(operation),
  `${count} ×`,
  `last ${momentWords(last)}${via.length === 0 ? "" : `, through ${listWords(via.map(escapeLine), 3)}`}`,
];

/** Requests that were not allowed, or failed: no use, and still worth knowing. */
const inVain = (used: readonly UsedBy[], facts: KeyFacts, style: Style): string => {
  const rows = used.flatMap(({ principal, operations }) =>
    operations.flatMap(({ operation, refused, failed }) => {
      const row = (times: Times | undefined, words: string) =>
        times
          ? [
              [
                `  ${userWords(principal, facts)}`,
                escapeLine(operation),
                `${times.count} ×`,
                `${words}, last ${momentWords(times.last)}`,
              ],
            ]
          : [];
      return [...row(refused, "not allowed"), ...row(failed, "failed")];
    }),
  );
  return rows.length === 0 ? "" : `${style.strong("Tried in vain:")}\n${alignColumns(rows)}`;
};

/** A principal as everywhere; the role of a permission set by that of the set. */
const userWords = (word: string, facts: KeyFacts): string => {
  const set = setWord(word, facts.account);
  if (set !== undefined) return escapeLine(set);
  const words = principalWords(word, facts.account);
  return word.startsWith("account:") && word !== `account:${facts.account ?? ""}`
    ? `${words}, whose own trail tells who`
    : words;
};

/** `2026-11-29 11:02 UTC`. */
const momentWords = (at: string): string => `${escapeLine(at.slice(0, 16)).replace("T", " ")} UTC`;

/** What the answer rests on, how far back it reaches, and what it cannot tell; a line each. */
export const renderEvidence = (evidence: Evidence, facts: KeyFacts, columns: number): string =>
  [
    `Evidence: ${sourceWords(evidence, facts)}`,
    ...evidence.notes.map((note) => `Mind: ${escapeLine(note)}.`),
    ...unknownWords(evidence),
    ...notReadWords(evidence),
  ]
    .map((sentence) => `${wrapWords(sentence, columns, "  ")}\n`)
    .join("");

const sourceWords = (evidence: Evidence, { account = "?", region = "?" }: KeyFacts): string => {
  const { source, from, to, files = 0, events, kmsEvents, keyEvents } = evidence;
  const reach =
    from === undefined || to === undefined ? "" : `, from ${momentWords(from)} to ${momentWords(to)}`;
  const ofKey = `${counted(keyEvents, "event")} of the key`;
  const beyond = source === "event-history" ? "before" : "before and after";
  const unknown = from === undefined ? "" : ` What was ${beyond} is not known.`;
  if (source === "event-history")
    return `CloudTrail's event history in ${account}, ${region}${reach}: ${ofKey}.${unknown}`;
  const read = `${counted(files, "file")} of CloudTrail, ${counted(events, "event")}`;
  return `${read}, ${kmsEvents.toLocaleString("en")} of KMS in ${account}, ${region}${reach}: ${ofKey}.${unknown}`;
};

const unknownWords = ({ unknownCallers }: Evidence): readonly string[] => {
  if (unknownCallers.length === 0) return [];
  const all = unknownCallers.map(({ type, count }) =>
    type === "none" ? `${count} that tell no caller` : `${count} of the type ${escapeLine(type)}`,
  );
  return [`Not known who: events ${listWords(all, 5)}.`];
};

const shownFiles = 5;

const notReadWords = ({ notRead }: Evidence): readonly string[] => [
  ...notRead
    .slice(0, shownFiles)
    .map(({ path, because }) => `Not read: ${escapeLine(path)}: ${escapeLine(because)}.`),
  ...(notRead.length > shownFiles
    ? [`Not read: ${notRead.length - shownFiles} more files; --json names them.`]
    : []),
];

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
