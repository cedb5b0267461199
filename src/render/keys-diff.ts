import type { KeyFacts } from "../policy/key-facts.ts";
import type { KeyDiff } from "../change/key-diff.ts";
import { renderAccessDiff, type AccessDiffOptions } from "./access-diff.ts";
import { renderAccessList } from "./access-list.ts";
import { wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { renderTextDiff } from "./text-diff.ts";

/** What is shown of each key. */
export interface KeysDiffOptions extends AccessDiffOptions {
  readonly showText: boolean;
  readonly showAccess: boolean;
}

const words: Readonly<Record<KeyDiff["change"], string>> = {
  changed: "",
  same: "",
  added: "new",
  removed: "goes",
  replaced: "replaced",
  moved: "moved",
};

const counted = {
  changed: "changes",
  moved: "changes",
  added: "new",
  replaced: "replaced",
  removed: "goes",
  same: "stays",
} as const;
const countWords = ["changes", "not known", "new", "replaced", "goes", "stays"] as const;

/** A key of which one side cannot be read may change or not. */
const countWordOf = ({ change, unknown }: KeyDiff): (typeof countWords)[number] =>
  change === "changed" && unknown ? "not known" : counted[change];

/** How many keys change how: `5 keys: 1 changes, 1 not known, 3 new`. */
export const countKeys = (keys: readonly KeyDiff[]): string => {
  const words = keys.map(countWordOf);
  const parts = countWords.flatMap((word) => {
    const count = words.filter((one) => one === word).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return `${keys.length} ${keys.length === 1 ? "key" : "keys"}: ${parts.join(", ")}`;
};

/** What becomes of every key, those that only look different last, on a line each. */
export const renderKeysDiff = (
  title: string,
  keys: readonly { readonly diff: KeyDiff; readonly facts: KeyFacts }[],
  options: KeysDiffOptions,
): string => {
  const head = `${escapeLine(title)}: ${countKeys(keys.map(({ diff }) => diff))}\n`;
  const still = keys.filter(({ diff }) => diff.change === "same");
  const moving = keys.filter(({ diff }) => diff.change !== "same");
  const parts = moving.map(({ diff, facts }) => renderKey(diff, facts, options));
  const rest = still.map(({ diff }) => `${escapeLine(diff.selector)}: ${sameWords(diff)}\n`).join("");
  return [head, ...parts, rest].filter((part) => part !== "").join("\n");
};

const sameWords = ({ equal }: KeyDiff): string =>
  equal ? "stays as it is" : "nobody gains or loses access, written differently";

const renderKey = (diff: KeyDiff, facts: KeyFacts, options: KeysDiffOptions): string => {
  const { style, columns } = options;
  const change = [words[diff.change], diff.because]
    .filter((word) => word !== undefined && word !== "")
    .join(diff.change === "removed" ? ", " : " ");
  const bracket = change === "" ? "" : `  (${escapeLine(change)})`;
  const lines = [`${style.strong(escapeLine(diff.selector))}${bracket}`, ...said(diff)];
  const head = lines.map((line) => `${wrapWords(line, columns, "  ")}\n`).join("");
  const text = options.showText && diff.text !== "" ? renderTextDiff(diff.text, style) : "";
  return head + text + (options.showAccess ? access(diff, facts, options) : "");
};

const said = (diff: KeyDiff): readonly string[] => [
  ...(diff.default ? ["  no policy: KMS will put its default one"] : []),
  ...(diff.from === undefined ? [] : [`  the policy is known in part, from ${escapeLine(diff.from)}`]),
  ...(diff.why === undefined ? [] : [`  ${escapeLine(diff.why)}; who gains what cannot be said`]),
  ...(diff.change === "replaced" ? ["  the old key is destroyed, and what it encrypted with it"] : []),
  ...(diff.retained === undefined ? [] : [diff.retained ? kept : destroyed]),
  ...(diff.notes ?? []).map((note) => `  ${escapeLine(note)}`),
];

const kept = "  the key and its policy stay in the account, no longer managed here";
const destroyed = "  the key is scheduled for deletion, and what it encrypted is lost with it";

const access = (diff: KeyDiff, facts: KeyFacts, options: KeysDiffOptions): string => {
  if (diff.unknown || diff.change === "removed") return "";
  if (diff.equal) return "Nobody gains or loses access: the same policy.\n";
  if (diff.change !== "added") return renderAccessDiff(diff, facts, options);
  return renderAccessList(diff.gained, facts, options).replace(/^(?=.)/gm, "  ");
};
