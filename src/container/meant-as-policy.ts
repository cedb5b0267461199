/** A document of another kind by a line of it. */
const ofAnotherKind =
  /^[ \t{-]*["']?(?:apiVersion|kind|spec|Resources|AWSTemplateFormatVersion|Parameters|resources|provider|hosts|tasks|(?:\w+\.){0,2}(?:kms_key|aws_kms))["']?[ \t]*:/m;

/**
 * Whether a text that cannot be read was meant as a policy by itself: it begins as one. Its lines may be shown where it cannot be read;
 * those of any other text may hold what is secret, and only the place is told.
 */
export const meantAsPolicy = (text: string): boolean =>
  beginsAsPolicy(text.slice(firstWord(text))) && !ofAnotherKind.test(text);

/** The name of a policy's member, or of a statement's; a version with a policy's date, since many documents have one. */
const beginsAsPolicy = (rest: string): boolean =>
  /^(?:(?:statement|sid|effect)s?\b|version\W{0,6}20(?:08|12)-)/i.test(rest) ||
  (/^Id\b/.test(rest) && /\bStatement\b/.test(rest));

/** Brackets, quotes and comments before the first word. */
const beforeWords = /[\s\uFEFF{[(,:"'\u201C\u201D`-]+|#[^\n]*|\/\/[^\n]*|\/\*[^]*?\*\//y;

const firstWord = (text: string): number => {
  let at = 0;
  do beforeWords.lastIndex = at;
  while (beforeWords.test(text) && (at = beforeWords.lastIndex) < text.length);
  return at;
};
