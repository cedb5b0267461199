import { textRule, type Draft } from "../../rule.ts";
import type { Spot } from "../../views.ts";
import { membersOf } from "../../read-views.ts";
import { walk } from "../../walk.ts";

// The policy's pattern (KMS API: PutKeyPolicy, Policy): U+0009, U+000A, U+000D, U+0020 to U+00FF.
const refused = /[^\t\n\r\u0020-\u00FF]/u;

const plain = new Map([
  ["\u2013", "-"],
  ["\u2014", "-"],
  ["\u2018", "'"],
  ["\u2019", "'"],
  ["\u201C", "'"],
  ["\u201D", "'"],
  ["\u2026", "..."],
]);

/** Names and values with characters that KMS refuses. A `\u` escape keeps the text within the pattern: not reported. */
export const invalidCharacter = textRule({
  code: "invalid-character",
  severity: "error",
  title: "A character that KMS does not take",
  page: () => ({
    trigger:
      "A name or value has a character beyond U+00FF: a typographic quote or dash, an emoji, a letter of another script.",
    why: "The pattern of the Policy parameter ends at U+00FF, and KMS refuses the whole document.",
    fix: "Write plain characters. Where a condition needs such a value, test another key, such as aws:SourceAccount.",
    example: '"Sid": "Allow – use"  =>  "Sid": "Allow use"',
  }),
  rejectedByKms: true,
  run: ({ root, text, format }) => {
    if (!root || !refused.test(text)) return [];
    return walk(root).flatMap(({ node, path }) => {
      const names = membersOf(node, path).map((member) => ({ spot: member, written: written(member.name) }));
      const value =
        "value" in node ? [{ spot: { start: node.start, path }, written: written(node.value) }] : [];
      return [...names, ...value].flatMap((entry) => firstIn(entry.spot, entry.written));
    });

    function written(value: unknown): (start: number) => string {
      return format === "yaml" ? () => String(value) : (start) => quotedAt(text, start);
    }
  },
});

/** The JSON string that begins at an offset, quotes and escapes included. */
const quotedAt = (text: string, start: number): string => {
  const string = /"(?:[^"\\]|\\.)*"/y;
  string.lastIndex = start;
  return string.exec(text)?.[0] ?? "";
};

const firstIn = (spot: Spot, written: (start: number) => string): Draft[] => {
  const found = refused.exec(written(spot.start));
  if (!found) return [];
  const point = (found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const instead = plain.get(found[0]);
  const at = { start: spot.start + found.index, path: spot.path };
  const hint = instead === undefined ? "use characters up to U+00FF" : `write "${instead}" instead`;
  return [{ at, message: `KMS does not take the character U+${point}`, hint }];
};
