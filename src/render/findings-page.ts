import { catalogue } from "../check/catalogue.ts";
import { findingCodes, type FindingCode } from "../check/codes.ts";
import { pages } from "../check/pages.ts";

/** All findings as one page of Markdown (docs/findings.md), in the catalogue's order: a table of all, then the page of each. */
export const findingsPage = (): string =>
  [
    "# Findings",
    "",
    "What `kmspol check` reports, and what `kmspol explain CODE` prints. **error**: KMS rejects it, or the statement cannot work · **security**: it grants more than meant · **warning**: likely a mistake or a risk · **suggestion**: style.",
    "",
    "This page is made from `src/check/pages/` by `node scripts/write-findings.mjs`.",
    "",
    ...findingCodes.map(
      (code) => `- [${code}](#${code}) (${catalogue[code].severity}): ${escaped(catalogue[code].title)}`,
    ),
    "",
    findingCodes.map(section).join("\n"),
  ].join("\n");

const section = (code: FindingCode): string => {
  const { trigger, why, fix, example } = pages[code];
  const [wrong = "", right] = example.split(/\s*=>\s*/);
  return [
    `## ${code}`,
    "",
    `${escaped(catalogue[code].title)} (${catalogue[code].severity}).`,
    "",
    `**When.** ${escaped(trigger)}`,
    "",
    `**Why.** ${escaped(why)}`,
    "",
    `**Fix.** ${escaped(fix)}`,
    "",
    "```diff",
    ...marked("-", wrong),
    ...(right === undefined ? [] : marked("+", right)),
    "```",
    "",
  ].join("\n");
};

const marked = (mark: string, text: string): readonly string[] =>
  text.split("\n").map((line) => `${mark} ${line}`);

const escaped = (text: string): string => text.replace(/[*_<>`]/g, "\\$&");
