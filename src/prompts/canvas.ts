import { Transform } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { asciiSigns } from "../render/signs.ts";
import { shownWidth } from "../render/width.ts";

/** What of the terminal's abilities a question may use. */
export interface Looks {
  readonly colour: boolean;
  /** False: our own signs are written in ASCII. */
  readonly unicode: boolean;
}

/** The part of the screen that a question is drawn on, again and again. */
export interface Canvas {
  /** What the prompts library draws on. */
  readonly stream: NodeJS.WritableStream;
  /** Draws the same once more where it stands: the terminal has another width, and has broken the lines anew. */
  readonly redraw: () => void;
  /** Leaves it as it is, the cursor below and to be seen: another program has the terminal. */
  readonly leave: () => void;
  /** Draws it once more, below what that program wrote. */
  readonly comeBack: () => void;
}

/** What stands on the screen: where the cursor is in it, and its lines without colours. */
interface Drawn {
  /** As it was written, without the way of the cursor at its end. */
  readonly text: string;
  readonly lines: readonly string[];
  /** Lines below the one that the cursor is in. */
  readonly below: number;
  /** From 1, as terminals count. */
  readonly column: number;
}

/** How the library takes away what it drew: down to the end, then line by line up. */
const erasing = /^(?:\u001b\[\d+B)?(?:\u001b\[2K\u001b\[1A)*\u001b\[2K\u001b\[G/;
/** How a drawing of the library ends: up from its last line, and to a column. */
const ending = /^(?:\u001b\[(\d+)A)?\u001b\[(\d+)G$/;
const endingOf = /(?:\u001b\[\d+A)?\u001b\[\d+G$/;
/** How it leaves an answer behind. */
const leaving = /^(?:\u001b\[\d+B)?\n/;

/**
 * A canvas on a terminal. The library counts lines by the width that the terminal had when it drew them; here they are counted by the width
 * that it has when they are taken away, as terminals that break lines anew show them.
 */
export const canvasOn = (output: NodeJS.WriteStream, { colour, unicode }: Looks): Canvas => {
  let drawn: Drawn | undefined;
  let isAway = false;
  const columns = () => output.columns || 80;
  const seen = (text: string) => {
    const plain = colour ? text : text.replace(/\u001b\[[\d;]*m/g, "");
    return unicode ? plain : asciiSigns(plain);
  };
  const translated = (chunk: string): string => {
    const erases = erasing.exec(chunk)?.[0];
    const rest = seen(erases === undefined ? chunk : chunk.slice(erases.length));
    const before = erases === undefined || !drawn ? "" : erased(drawn, columns());
    const next = drawingOf(rest);
    if (next) drawn = next;
    else if (erases !== undefined) drawn = undefined;
    else if (drawn && ending.test(rest)) drawn = moved(drawn, rest, columns());
    else if (drawn && leaving.test(rest))
      return rest.replace(leaving, `${down(rowsBelow(drawn, columns()))}\n`);
    return before + rest;
  };
  const plain = new Transform({
    transform: (chunk: Buffer, _, done) => {
      const text = translated(chunk.toString("utf8"));
      // What changes before it is back is drawn when it is.
      if (!isAway) output.write(text);
      done();
    },
  });
  Object.defineProperty(plain, "columns", { get: () => output.columns });
  return {
    stream: Object.assign(plain, { isTTY: true }),
    redraw: () => {
      if (drawn) output.write(erased(drawn, columns()) + written(drawn, columns()));
    },
    leave: () => {
      isAway = true;
      if (drawn) output.write(`${down(rowsBelow(drawn, columns()))}\r\n\u001b[?25h`);
    },
    comeBack: () => {
      isAway = false;
      if (drawn) output.write(`\r${written(drawn, columns())}`);
    },
  };
};

/** What a chunk draws; undefined where it only moves the cursor, or says how the question ended. */
const drawingOf = (text: string): Drawn | undefined => {
  const end = endingOf.exec(text)?.[0];
  if (end === undefined || end === text) return undefined;
  const [, up = "0", column = "1"] = ending.exec(end) ?? [];
  const body = text.slice(0, -end.length);
  const lines = stripVTControlCharacters(body).split("\n");
  return { text: body, lines, below: Number(up), column: Number(column) };
};

/** Where the library has put the cursor within its line since. */
const moved = (drawn: Drawn, text: string, columns: number): Drawn => {
  const [, , column = "1"] = ending.exec(text) ?? [];
  const row = Math.floor((drawn.column - 1) / columns);
  return { ...drawn, column: row * columns + Number(column) };
};

const erased = (drawn: Drawn, columns: number): string => `\r${up(rowsAbove(drawn, columns))}\u001b[J`;

/** The same once more, with the way of the cursor at that width. */
const written = (drawn: Drawn, columns: number): string =>
  `${drawn.text}${up(rowsBelow(drawn, columns))}\u001b[${((drawn.column - 1) % columns) + 1}G`;

/** Rows of the screen that lines take where each is broken at so many columns. */
const rowsOf = (lines: readonly string[], columns: number): number =>
  lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(shownWidth(line) / columns)), 0);

const rowsAbove = ({ lines, below, column }: Drawn, columns: number): number =>
  rowsOf(lines.slice(0, lines.length - 1 - below), columns) + Math.floor((column - 1) / columns);

const rowsBelow = (drawn: Drawn, columns: number): number =>
  rowsOf(drawn.lines, columns) - 1 - rowsAbove(drawn, columns);

const up = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : "");
const down = (rows: number): string => (rows > 0 ? `\u001b[${rows}B` : "");
