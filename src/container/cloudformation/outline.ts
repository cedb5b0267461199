/** One `name: value` of a block mapping, found by its indentation alone. */
export interface Entry {
  readonly name: string;
  /** Where the line of its name begins. */
  readonly start: number;
  /** Behind the colon. */
  readonly value: number;
  /** Where the next entry's line begins, or the mapping ends. */
  readonly end: number;
}

const key = /^(?:(?:"([^"\n]+)"|'([^'\n]+)')[ \t]*|([^\s#"'[\]{},&*!|>%@`-][^\n]*?)):(?=[ \t\r\n]|$)/;

/**
 * The entries of a block mapping of YAML, by indentation: a template is long, and little of it matters. What is between them is not
 * read, so that a fault elsewhere does not hide a policy. Lines that are no key belong to the entry above.
 */
export const entriesIn = (text: string, start: number, end: number): readonly Entry[] => {
  const entries: Omit<Entry, "end">[] = [];
  let indent: number | undefined;
  for (let at = start; at < end;) {
    const stop = text.indexOf("\n", at);
    const next = stop < 0 || stop >= end ? end : stop + 1;
    const line = text.slice(at, next);
    const columns = /^ */.exec(line)?.[0].length ?? 0;
    const rest = line.slice(columns);
    if (rest.trim() !== "" && !rest.startsWith("#") && !/^(?:---|%)/.test(rest)) {
      if (indent === undefined) indent = columns;
      else if (columns < indent && key.test(rest)) break;
      const found = columns === indent ? key.exec(rest) : null;
      if (found) {
        const name = (found[1] ?? found[2] ?? found[3] ?? "").trim();
        entries.push({ name, start: at, value: at + columns + found[0].length });
      }
    }
    at = next;
  }
  return entries.map((entry, index) => ({ ...entry, end: entries[index + 1]?.start ?? end }));
};

/** The entry of that name. */
export const entryNamed = (entries: readonly Entry[], name: string): Entry | undefined =>
  entries.findLast((entry) => entry.name === name);
