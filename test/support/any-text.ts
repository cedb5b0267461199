import fc from "fast-check";

/**
 * A character of any plane, half of them ASCII; no halves of pairs. fast-check's own units "binary" and "grapheme" first
 * make a table of all characters, for seconds and tens of megabytes.
 */
const anyCharacter = fc
  .oneof(
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x80, max: 0xf7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xf800, max: 0x10f7ff }) },
  )
  .map((count) => String.fromCodePoint(count < 0xd800 ? count : count + 0x800));

/** A text of any characters, and those that JavaScript's objects trip over. */
export const anyText = (constraints: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 20, arbitrary: fc.string({ ...constraints, unit: anyCharacter }) },
    { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString", "valueOf", "then", "") },
  );
