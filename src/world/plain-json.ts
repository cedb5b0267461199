/** An object of parsed JSON, its members not yet looked at. */
export type PlainObject = Readonly<Record<string, unknown>>;

/** The value as an object, or undefined where it is anything else. */
export const objectOf = (value: unknown): PlainObject | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as PlainObject) : undefined;

/** The objects of a list; none where it is no list. */
export const objectsOf = (value: unknown): readonly PlainObject[] =>
  Array.isArray(value)
    ? value.map((item: unknown) => objectOf(item)).filter((item) => item !== undefined)
    : [];

/**
 * What stands in a list that may be left out: each entry as an object, undefined for one that is none. Something else in the place of the
 * list is one entry that is none, so that it is never taken for an empty list.
 */
export const entriesOf = (value: unknown): readonly (PlainObject | undefined)[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((item: unknown) => objectOf(item)) : [undefined];
};

/** The texts of a list; none where it is no list. */
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** A member that is a text that says something, or undefined. */
export const textOf = (object: PlainObject | undefined, name: string): string | undefined => {
  // A file may name a member like what every object inherits (`constructor`): only its own count.
  const value = object && Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** A text that is plain or URL-encoded, as IAM sends it (RFC 3986: a plus is a plus), made plain; undefined where that cannot be. */
export const plainText = (text: string): string | undefined => {
  try {
    return text.trimStart().startsWith("{") ? text : decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** An object out of a JSON text, plain or URL-encoded; undefined for every other text. */
export const parsedDocument = (text: string): PlainObject | undefined => {
  try {
    return objectOf(JSON.parse(plainText(text) ?? ""));
  } catch {
    return undefined;
  }
};

/**
 * Whether an answer of AWS says that more pages follow: a flag such as `IsTruncated`, or the name of the next page. Tools that pass answers
 * on write them in other spellings; what is there and does not say no is taken for yes.
 */
export const goesOn = (answer: PlainObject, flag: string, ...nextPage: readonly string[]): boolean =>
  !saysNo(answer[flag]) || nextPage.some((name) => Object.hasOwn(answer, name) && !isEmpty(answer[name]));

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === "";

const saysNo = (value: unknown): boolean =>
  isEmpty(value) || value === false || (typeof value === "string" && value.toLowerCase() === "false");
