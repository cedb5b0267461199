/** One value as itself, several as a list: as people write them. */
export const oneOrList = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 && values[0] !== undefined ? values[0] : values;
