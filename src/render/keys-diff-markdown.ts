import { rankAccess } from "../access/rank-access.ts";
import type { Access } from "../access/types.ts";
import type { KeyDiff } from "../change/key-diff.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { unveil } from "../policy/symbols.ts";
import { accessSentence } from "./access-words.ts";
import { escapeLine } from "./escape.ts";
import { countKeys } from "./keys-diff.ts";
import { subjectWords } from "./principal-words.ts";
import { riskWords } from "./risk.ts";

/** The most that GitHub takes for a comment. */
const maximumLength = 65_536;

/** The line by which a comment is found again, to be brought up to date. */
const marker = "<!-- kmspol diff -->";

/**
 * A comparison of keys for a comment on a pull request, riskiest first. Whatever comes from outside stands in a code span, so that no
 * name mentions a person, makes a link or ends the table.
 */
export const keysDiffMarkdown = (
  keys: readonly { readonly diff: KeyDiff; readonly facts: KeyFacts }[],
): string => {
  const moving = keys.filter(({ diff }) => diff.change !== "same");
  const rows = moving.flatMap(({ diff, facts }) => rowsOf(diff, facts)).sort((a, b) => b.risk - a.risk);
  const head = [marker, `### Key policies: ${countKeys(keys.map(({ diff }) => diff))}`, ""];
  const tail = folded(keys.flatMap(({ diff }) => (diff.change === "same" && !diff.equal ? [diff] : [])));
  const table =
    rows.length === 0 ? ["Nobody gains or loses access."] : ["| key | | who | what |", "|---|---|---|---|"];
  const warning = rows[0]?.warning === undefined ? [] : ["> [!CAUTION]", `> ${rows[0].warning}`, ""];
  const fixed = [...head, ...warning, ...table, ...tail].join("\n").length + 200;
  const shown: string[] = [];
  let length = fixed;
  for (const { line } of rows) {
    length += line.length + 1;
    if (length > maximumLength) break;
    shown.push(line);
  }
  const cut = rows.length - shown.length;
  const more = cut === 0 ? [] : ["", `… and ${cut} more: run \`kmspol diff\` to see all.`];
  return `${[...head, ...warning, ...table, ...shown, ...more, ...tail].join("\n")}\n`;
};

interface Row {
  readonly line: string;
  readonly risk: number;
  readonly warning?: string;
}

/** A code span that holds whatever it is given: longer fences than those inside, no sign that ends a cell or a line. */
export const codeSpan = (text: string): string => {
  const safe = escapeLine(unveil(text)).replaceAll("|", "\\|").replaceAll("\n", " ");
  const longest = Math.max(0, ...[...safe.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${safe}${pad}${fence}`;
};

const rowsOf = (diff: KeyDiff, facts: KeyFacts): readonly Row[] => {
  const note = diff.change === "changed" ? "" : ` (${shortWords[diff.change]})`;
  const key = `${codeSpan(diff.selector)}${note}`;
  if (diff.unknown) {
    const on = diff.unknown.map(codeSpan).join(", ");
    return [{ line: `| ${key} | | | not known yet${on === "" ? "" : `, it waits for ${on}`} |`, risk: 1 }];
  }
  if (diff.change === "removed") {
    const what = diff.retained ? "kept in the account" : "destroyed, with what it encrypted";
    return [{ line: `| ${key} | | | ${what} |`, risk: diff.retained ? 0 : 2 }];
  }
  const entry = (mark: string) => (access: Access) => rowOf(key, diff.selector, mark, access, facts);
  const sorted = (entries: readonly Access[]) => rankAccess(entries, facts.account);
  const lines = [...sorted(diff.gained).map(entry("+")), ...sorted(diff.lost).map(entry("−"))];
  if (diff.change === "replaced")
    return [
      { line: `| ${key} | | | the old key is destroyed, and what it encrypted with it |`, risk: 3 },
      ...lines,
    ];
  return lines.length > 0 ? lines : [{ line: `| ${key} | | | the same access |`, risk: 0 }];
};

const shortWords: Readonly<Record<KeyDiff["change"], string>> = {
  changed: "",
  same: "",
  added: "new",
  removed: "goes",
  replaced: "replaced",
  moved: "moved",
};

const rowOf = (key: string, selector: string, mark: string, access: Access, facts: KeyFacts): Row => {
  const risk = mark === "+" ? riskWords(access, facts) : undefined;
  const who = codeSpan(subjectWords(access, facts.account));
  const sentence = accessSentence(access, "has", facts, false);
  const what = codeSpan(sentence.slice(sentence.indexOf(" has ") + " has ".length));
  const tag = risk === undefined ? "" : ` **${risk}**`;
  const weight = risk === undefined ? 1 : risk.includes("public") ? 5 : 4;
  return {
    line: `| ${key} | ${mark} | ${who}${tag} | ${what} |`,
    risk: mark === "+" ? weight : 1,
    ...(risk !== undefined && { warning: `${codeSpan(selector)}: ${who} has ${what}` }),
  };
};

const folded = (same: readonly KeyDiff[]): readonly string[] => {
  if (same.length === 0) return [];
  const words = same.length === 1 ? "1 key is" : `${same.length} keys are`;
  const names = same.slice(0, 50).map(({ selector }) => codeSpan(selector));
  return [
    "",
    `<details><summary>${words} written differently and mean${same.length === 1 ? "s" : ""} the same</summary> ${names.join(", ")} </details>`,
  ];
};
