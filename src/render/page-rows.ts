import { wrapSentence } from "./columns.ts";
import type { Style } from "./style.ts";

const nameWidth = 16;

/** What is told of something as rows: beside its name; on a narrow terminal below it. None where nothing is told. */
export const rowLines = (
  name: string,
  entries: readonly string[],
  { style, columns }: { readonly style: Style; readonly columns: number },
): readonly string[] => {
  if (entries.length === 0) return [];
  if (columns < 60)
    return [style.strong(name), ...entries.map((entry) => wrapSentence(`  ${entry}`, columns, "    "))];
  const indent = " ".repeat(nameWidth + 4);
  return entries.map((entry, i) => {
    const head = i === 0 ? style.strong(name.padEnd(nameWidth)) : " ".repeat(nameWidth);
    return `${head}  ${wrapSentence(entry, columns - nameWidth - 2, "  ").replaceAll("\n  ", `\n${indent}`)}`;
  });
};
