import fc from "fast-check";
import { expect, test } from "vitest";
import { escapeLine, escapeText } from "../../src/render/escape.ts";
import { anyText } from "../support/any-text.ts";

test.each([
  ["plain text stays", "arn:aws:iam::111122223333:role/App", "arn:aws:iam::111122223333:role/App"],
  ["letters beyond ASCII stay", "Schlüssel für Ünï 鍵 🔑", "Schlüssel für Ünï 鍵 🔑"],
  ["an escape sequence shows", "\u001b[31mred", "\\u001b[31mred"],
  ["an 8-bit control sequence shows", "\u009b31m", "\\u009b31m"],
  ["a title change shows", "\u001b]0;owned\u0007", "\\u001b]0;owned\\u0007"],
  ["carriage return shows", "safe\rdanger", "safe\\u000ddanger"],
  ["delete shows", "a\u007fb", "a\\u007fb"],
  ["line end shows on one line", "a\nb", "a\\u000ab"],
  ["right-to-left override shows", "role/\u202eppA", "role/\\u202eppA"],
  ["isolates show", "\u2066x\u2069", "\\u2066x\\u2069"],
  ["zero-width space shows", "ro\u200ble", "ro\\u200ble"],
  ["byte order mark shows", "\ufeff{", "\\ufeff{"],
  ["a tag character shows as a pair", "\u{e0041}", "\\udb40\\udc41"],
  ["a lone surrogate shows", "\ud800", "\\ud800"],
])("%s", (_, text, shown) => {
  expect(escapeLine(text)).toBe(shown);
});

test("a text keeps its lines and tabs; CRLF becomes a line end, a lone CR shows", () => {
  expect(escapeText('{\r\n\t"a": 1\n}\r')).toBe('{\n\t"a": 1\n}\\u000d');
});

test("no text at all brings a control or bidirectional character through", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(escapeLine(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u);
      expect(escapeText(text)).not.toMatch(/[^\P{Cc}\n\t]|[\p{Bidi_Control}\p{Cs}]/u);
    }),
    { numRuns: 300 },
  );
});
