import { descriptions } from "../check/catalogue.ts";
import type { Description } from "../check/description.ts";

/** All findings as one page of Markdown (docs/findings.md), in the catalogue's order: a table of all, then the page of each. */
export const findingsPage = (): string =>
  [
    "# Findings",
    "",
    "What `kmspol check` reports, and what `kmspol explain CODE` prints. **error**: KMS rejects it, or the statement cannot work · **security**: it grants more than meant · **warning**: likely a mistake or a risk · **suggestion**: style.",
    "",
    "This page is made from the rules in `src/check/rules/` by `node scripts/write-findings.mjs`.",
    "",
    ...descriptions.map(
      ({ code, severity, title }) => `- [${code}](#${code}) (${severity}): ${escaped(title)}`,
    ),
    "",
    descriptions.map(section).join("\n"),
  ].join("\n");

const section = ({ code, severity, title, page }: Description): string => {
  const { trigger, why, fix, example } = page();
  const [wrong = "", right] = example.split(/\s*=>\s*/);
  return [
    `## ${code}`,
    "",
    `${escaped(title)} (${severity}).`,
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
