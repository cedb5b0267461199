/** Colours of the sixteen that kmspol uses, on a dark ground. */
const inks = { 31: "#ff6b6b", 32: "#51d88a", 33: "#f2c14e", 36: "#5ccfe6" };
const [ground, plain] = ["#1e1e1e", "#d6d6d6"];
const [cell, row, margin] = [8.4, 19, 14];

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** The pieces of a line that are marked alike: `{ text, ink, bold, faint }`. Only colour sequences may be in it. */
const piecesOf = (line, state) => {
  const pieces = [];
  for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
    const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes === undefined) {
      if (part !== "") pieces.push({ text: part, ...state });
      continue;
    }
    for (const code of codes === "" ? ["0"] : codes.split(";")) {
      if (code === "0") Object.assign(state, { ink: plain, bold: false, faint: false });
      else if (code === "1") state.bold = true;
      else if (code === "2") state.faint = true;
      else if (code === "22") Object.assign(state, { bold: false, faint: false });
      else if (code === "39") state.ink = plain;
      else if (inks[code]) state.ink = inks[code];
    }
  }
  return pieces;
};

/**
 * A picture of what a program wrote on a terminal, as SVG: text with colours, nothing that moves the cursor. Pure.
 * Each piece stands at its column, so that what the viewer's font does to signs shifts nothing.
 */
export const terminalSvg = (written, columns) => {
  const lines = written.replace(/\r/g, "").replace(/\n+$/, "").split("\n");
  const state = { ink: plain, bold: false, faint: false };
  const texts = lines.map((line, i) => {
    let column = 0;
    return piecesOf(line, state)
      .map(({ text, ink, bold, faint }) => {
        const x = margin + column * cell;
        column += [...text].length;
        if (text.trim() === "") return "";
        const marks = `${bold ? ' font-weight="bold"' : ""}${faint ? ' opacity="0.6"' : ""}`;
        const size = `textLength="${([...text].length * cell).toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
        return `<text x="${x.toFixed(1)}" y="${margin + (i + 0.75) * row}" fill="${ink}"${marks} ${size}>${escaped(text)}</text>`;
      })
      .join("");
  });
  const [width, height] = [columns * cell + 2 * margin, lines.length * row + 2 * margin];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    `<rect width="100%" height="100%" rx="8" fill="${ground}"/>`,
    ...texts.filter((text) => text !== ""),
    "</svg>",
    "",
  ].join("\n");
};
