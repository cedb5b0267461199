import type { AcceptanceProblem } from "./acceptance.ts";

/** What was read of one setting, and what is wrong with it. */
export interface Setting<Value> {
  readonly value: Value;
  readonly problems: readonly AcceptanceProblem[];
}

/** A table of account ids with what people call them. */
export const readAccounts = (value: unknown, where: string): Setting<ReadonlyMap<string, string>> => {
  if (value === undefined) return { value: new Map(), problems: [] };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const message = 'accounts are an object: { "444455556666": "their name" }';
    return { value: new Map(), problems: [{ where, message }] };
  }
  const entries = Object.entries(value);
  const problems = entries.flatMap(([id, name]: [string, unknown]) => {
    const at = `${where}/${id}`;
    if (!/^\d{12}$/.test(id)) return [{ where: at, message: `"${id}" is no account id: it has 12 digits` }];
    return typeof name === "string" && name.trim() !== ""
      ? []
      : [{ where: at, message: `the account ${id} has no name` }];
  });
  const named = entries.filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { value: new Map(named), problems };
};

/** A text that fits a pattern; `what` says how one looks. */
export const readText = (
  value: unknown,
  where: string,
  { pattern, what }: { readonly pattern: RegExp; readonly what: string },
): Setting<string | undefined> => {
  if (value === undefined) return { value: undefined, problems: [] };
  return typeof value === "string" && pattern.test(value)
    ? { value, problems: [] }
    : { value: undefined, problems: [{ where, message: what }] };
};
