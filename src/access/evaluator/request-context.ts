/** The request context as conditions ask for it. Names of keys are compared without case (IAM User Guide, "Condition"). */
export interface RequestContext {
  /** The values of a key; none where the request lacks it; undefined where that is not known. */
  readonly valuesOf: (key: string) => readonly string[] | undefined;
  /** True where the value follows from the caller or the key, so that no other request of the same caller changes it. */
  readonly isFixed: (key: string) => boolean;
}

/** Keys to values. An empty list says that the request lacks the key. */
export type ContextEntries = readonly (readonly [string, readonly string[]])[];

/** Puts a context together: `fixed` wins over `given`; what is in neither is absent, or unknown where `isOpen` says so. */
export const requestContext = (
  fixed: ContextEntries,
  given: ContextEntries,
  isOpen: (key: string) => boolean = () => false,
): RequestContext => {
  const fixedValues = byFoldedName(fixed);
  const givenValues = byFoldedName(given);
  return {
    valuesOf: (key) => {
      const folded = key.toLowerCase();
      return fixedValues.get(folded) ?? givenValues.get(folded) ?? (isOpen(folded) ? undefined : []);
    },
    isFixed: (key) => fixedValues.has(key.toLowerCase()),
  };
};

const byFoldedName = (entries: ContextEntries) =>
  new Map(entries.map(([key, values]) => [key.toLowerCase(), values]));

/** A request's `context` object as entries. */
export const contextEntries = (
  context: Readonly<Record<string, string | readonly string[]>>,
): ContextEntries =>
  Object.entries(context).map(([key, value]) => [key, typeof value === "string" ? [value] : value]);
