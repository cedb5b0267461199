import type { Access } from "../access/types.ts";
import { publicAmong } from "../default-view/public-access.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { renderAccessList } from "./access-list.ts";
import { drawMatrix, type MatrixLayout } from "./matrix/draw.ts";
import { matrixRows } from "./matrix/rows.ts";
import { publicLines } from "./public-line.ts";

/** What is open to anyone, for the place above everybody's access, with an empty line below; nothing where nothing is. */
export const openLines = (access: readonly Access[], facts: KeyFacts, layout: MatrixLayout): string => {
  const open = publicLines(publicAmong(access), facts, layout);
  return open.length === 0 ? "" : `${open.join("\n")}\n\n`;
};

/** Rows before the matrix is cut: what fits on a screen. */
const shownRows = 20;

/**
 * Who may do what, as a matrix with what is open to anyone above it; with `full` every name, and each right in a sentence of its own below.
 */
export const renderWhoCan = (access: readonly Access[], facts: KeyFacts, layout: MatrixLayout): string => {
  if (access.length === 0) return "nobody\n";
  const { style, full } = layout;
  const rows = matrixRows(access, facts);
  const shown = rows.slice(0, full ? rows.length : shownRows);
  const drawn = drawMatrix(shown, layout);
  const hidden = rows.length - shown.length;
  const more = hidden > 0 ? `and ${hidden} more; --full shows all` : "--full names every action";
  const lines = [...drawn, ...(full ? [] : [style.faint(`${layout.signs.more} ${more}`)])];
  const text = `${openLines(access, facts, layout)}${lines.map((line) => `${line}\n`).join("")}`;
  return full ? `${text}\n${renderAccessList(access, facts, layout)}` : text;
};
