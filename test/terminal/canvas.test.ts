import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { canvasOn } from "../../src/prompts/canvas.ts";

/** A terminal that notes what is written. */
const terminalOf = (columns: number) => {
  const written: string[] = [];
  const terminal = Object.assign(new EventEmitter(), {
    columns,
    write: (text: string) => written.push(text) > 0,
  });
  return { terminal, taken: () => written.splice(0).join("").replaceAll("\u001b", "^") };
};

const canvasFor = (columns: number, looks = { colour: true, unicode: true }) => {
  const { terminal, taken } = terminalOf(columns);
  return { terminal, taken, canvas: canvasOn(terminal as unknown as NodeJS.WriteStream, looks) };
};

/** As the library draws a question of 12 columns with two lines below it, the cursor behind it. */
const first = `? question: x\n${"a".repeat(30)}\n${"b".repeat(10)}\u001b[2A\u001b[14G`;
const eraseThree = "\u001b[2B\u001b[2K\u001b[1A\u001b[2K\u001b[1A\u001b[2K\u001b[G";

test.each([
  { columns: 80, up: "" },
  { columns: 30, up: "" },
  { columns: 10, up: "^[1A" },
  { columns: 5, up: "^[2A" },
])("what stood is taken away from its first row at $columns columns", ({ columns, up }) => {
  const { terminal, taken, canvas } = canvasFor(80);
  canvas.stream.write(first);
  expect(taken()).toBe(first.replaceAll("\u001b", "^"));
  terminal.columns = columns;
  canvas.stream.write(`${eraseThree}gone\u001b[5G`);
  expect(taken()).toBe(`\r${up}^[Jgone^[5G`);
});

test.each([
  { columns: 80, end: "^[2A^[14G" },
  { columns: 15, end: "^[3A^[14G" },
  { columns: 10, end: "^[4A^[4G" },
])("drawn again at $columns columns, the cursor is where it was in the text", ({ columns, end }) => {
  const { terminal, taken, canvas } = canvasFor(80);
  canvas.stream.write(first);
  taken();
  terminal.columns = columns;
  canvas.redraw();
  expect(taken().endsWith(`${"b".repeat(10)}${end}`)).toBe(true);
});

test("another program gets the terminal below what stands, with its cursor to be seen", () => {
  const { taken, canvas } = canvasFor(80);
  canvas.stream.write(first);
  taken();
  canvas.leave();
  expect(taken()).toBe("^[2B\r\n^[?25h");
  canvas.comeBack();
  expect(taken()).toBe(`\r${first.replaceAll("\u001b", "^")}`);
});

test("what is drawn while another program has the terminal is seen when that one is done", () => {
  const { taken, canvas } = canvasFor(80);
  canvas.stream.write(first);
  canvas.leave();
  taken();
  const next = first.replace("x", "y");
  canvas.stream.write(eraseThree + next);
  expect(taken()).toBe("");
  canvas.comeBack();
  expect(taken()).toBe(`\r${next.replaceAll("\u001b", "^")}`);
});

test("an answer stays below all rows that it takes by now", () => {
  const { terminal, taken, canvas } = canvasFor(80);
  canvas.stream.write(first);
  taken();
  terminal.columns = 15;
  canvas.stream.write("\u001b[2B\n\u001b[G\u001b[?25h");
  expect(taken()).toBe("^[3B\n^[G^[?25h");
});

test("without colours and beyond ASCII: the words alone", () => {
  const { taken, canvas } = canvasFor(80, { colour: false, unicode: false });
  canvas.stream.write("\u001b[1m✔\u001b[22m ↑↓ move…\u001b[9G");
  expect(taken()).toBe("* arrows move...^[9G");
});
