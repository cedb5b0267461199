/** The request context as conditions ask for it. Names of keys are compared without case (IAM User Guide, "Condition"). */
export interface RequestContext {
  /** The values of a key; none where the request lacks it; undefined where that is not known. */
  readonly valuesOf: (key: string) => readonly string[] | undefined;
  /** How the value begins, where no more of it is known. */
  readonly startOf: (key: string) => string | undefined;
  /** True where the request has the key for certain, its values known or not. */
  readonly has: (key: string) => boolean;
  /** True where no such request lacks the key, whatever its values. */
  readonly isAlwaysThere: (key: string) => boolean;
  /** True where the value follows from the caller, the key or the action, so that no other such request changes it. */
  readonly isFixed: (key: string) => boolean;
}

/** Keys to values. An empty list says that the request lacks the key. */
export type ContextEntries = readonly (readonly [string, readonly string[]])[];

/** What there is to know of keys that neither follow from anything nor are given; they are asked with folded names. */
export interface OtherKeys {
  /** The request has it for certain: where it is not given, its value is not known. */
  readonly isThere?: (key: string) => boolean;
  /** The request lacks it for certain, whatever is given. */
  readonly isNever?: (key: string) => boolean;
  /** It may be there or not. */
  readonly isOpen?: (key: string) => boolean;
  /** How its value begins, where it is not given. */
  readonly startOf?: ((key: string) => string | undefined) | undefined;
}

const no = (): boolean => false;

/** Puts a context together: `fixed` wins over `given`; what is in neither is absent, or not known where `others` says so. */
export const requestContext = (
  fixed: ContextEntries,
  given: ContextEntries,
  { isThere = no, isNever = no, isOpen = no, startOf = () => undefined }: OtherKeys = {},
): RequestContext => {
  const fixedValues = byFoldedName(fixed);
  const givenValues = byFoldedName(given);
  const valuesOf = (key: string): readonly string[] | undefined => {
    const folded = key.toLowerCase();
    if (isNever(folded)) return [];
    const known = fixedValues.get(folded) ?? givenValues.get(folded);
    return known ?? (isThere(folded) || isOpen(folded) ? undefined : []);
  };
  return {
    valuesOf,
    startOf: (key) => startOf(key.toLowerCase()),
    has: (key) => (valuesOf(key)?.length ?? Number(isThere(key.toLowerCase()))) > 0,
    isAlwaysThere: (key) => isThere(key.toLowerCase()),
    isFixed: (key) => fixedValues.has(key.toLowerCase()) || isNever(key.toLowerCase()),
  };
};

const byFoldedName = (entries: ContextEntries) =>
  new Map(entries.map(([key, values]) => [key.toLowerCase(), values]));

/** A request's `context` object as entries. */
export const contextEntries = (
  context: Readonly<Record<string, string | readonly string[]>>,
): ContextEntries =>
  Object.entries(context).map(([key, value]) => [key, typeof value === "string" ? [value] : value]);
