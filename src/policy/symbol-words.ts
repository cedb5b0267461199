/** Names come from files and are told as they are: no quote that ends a JSON string, no sign that a terminal obeys, nothing endless. */
export const withoutSigns = (text: string, longest: number): string => {
  const whole = text.replace(/["\\]/g, "'").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "?");
  if (whole.length <= longest) return whole;
  // What long names differ in stands at their ends more often than in their middle.
  const head = whole.slice(0, Math.ceil(longest * 0.6) - 1).replace(/[\uD800-\uDBFF]$/, "");
  return `${head}…${whole.slice(whole.length - Math.floor(longest * 0.4)).replace(/^[\uDC00-\uDFFF]/, "")}`;
};

const longestName = 120;

/** A name as the document writes it: one that brings the signs of its own kind of placeholder has them already. */
export const shown = (name: string): string => {
  const known = shownNames.get(name);
  if (known !== undefined) return known;
  const short = withoutSigns(name, longestName);
  const text = hasSigns(name) ? short : `\${${short}}`;
  shownNames.set(name, text);
  return text;
};
const shownNames = new Map<string, string>();

/** Whether a text has the signs of a placeholder. */
export const hasSigns = (name: string): boolean => /\{\{|<%|[$#]\{/.test(name);
