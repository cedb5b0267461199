import { expect, test } from "vitest";
import { columnsBefore, embedded } from "../../src/container/embedded.ts";

// A policy that stands indented in another document, as a text of its own, and another text in its place.

const around = (inner: string) => ({ document: `a: |\n  ${inner}\nb: 1\n`, start: 7, end: 7 + inner.length });
const taken = (inner: string, indent = 2) => {
  const { document, ...span } = around(inner);
  return { document, ...embedded(document, span, indent) };
};

test.each([
  ["lines are shifted to the left", "{\n    x\n  }", "{\n  x\n}"],
  ["a line that has fewer columns keeps what it has", "{\n x\n  }", "{\nx\n}"],
  ["a tab is no column", "{\n\tx\n  }", "{\n\tx\n}"],
  ["an empty line stays one", "{\n\n  }", "{\n\n}"],
  ["lines that end as on Windows", "{\r\n    x\r\n  }", "{\r\n  x\r\n}"],
  ["lines that end as they did on a Mac", "{\r    x\r  }", "{\r  x\r}"],
  ["no line at all", "", ""],
])("%s, and every sign has its place", (_, inner, expected) => {
  const { document, text, placeOf } = taken(inner);
  expect(text).toBe(expected);
  for (let offset = 0; offset < text.length; offset += 1)
    expect(document[placeOf(offset)]).toBe(text[offset]);
});

test("what does not change keeps every byte, and new lines are indented but for empty ones", () => {
  const inner = "{\n   a\n    b\n  }";
  const { document, text, put } = taken(inner);
  expect(text).toBe("{\n a\n  b\n}");
  expect(put(text)).toBe(document);
  expect(put("{\n a\n\n  new\n  b\n}")).toBe(around("{\n   a\n\n    new\n    b\n  }").document);
  expect(put("{\n}")).toBe(around("{\n  }").document);
  expect(put("[]\n a\n  b\n}")).toBe(around("[]\n   a\n    b\n  }").document);
});

test("the line end behind the text is that of the document", () => {
  const { put } = taken("{\n  }");
  for (const end of ["", "\n", "\r\n", "\r"]) expect(put(`[\n]${end}`)).toBe(around("[\n  ]").document);
  const whole = "a: |\n  {\n  }\n";
  const { put: putWhole } = embedded(whole, { start: 7, end: whole.length }, 2);
  expect(putWhole("[\n]\n")).toBe("a: |\n  [\n  ]\n");
});

test("columns are counted from the line's begin", () => {
  expect(columnsBefore("ab\n  c", 5)).toBe(2);
  expect(columnsBefore("ab", 1)).toBe(1);
});
