/** A JSON Schema (draft-07), with the members that editors add to it: enumDescriptions, defaultSnippets, deprecationMessage. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * One text that fulfils `schema`, or a list of such. Both in one schema rather than in `anyOf`, so that an editor says what is wrong with
 * an entry, not that it is no list. What `schema` asks must be asked of texts alone.
 */
export const oneOrMany = (schema: Schema, type: readonly string[] = ["string"]): Schema => ({
  ...schema,
  type: [...type, "array"],
  items: { ...schema, type },
});

/** A reference to a definition of the same document. */
export const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

/** Any text, with these in an editor's list. */
export const offering = (name: string): Schema => ({ anyOf: [ref(name), {}] });
