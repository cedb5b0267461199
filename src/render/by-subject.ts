import type { Access } from "../access/types.ts";

/** Rows of access of one subject. */
export type OfSubject = readonly [Access, ...Access[]];

/** The rows of each subject together, in their order: "any AWS service" less one is another than less none. */
export const bySubject = (access: readonly Access[]): readonly OfSubject[] => {
  const groups = new Map<string, [Access, ...Access[]]>();
  for (const entry of access) {
    const subject = [entry.principal, ...(entry.except ?? [])].join(" ");
    const group = groups.get(subject);
    if (group) group.push(entry);
    else groups.set(subject, [entry]);
  }
  return [...groups.values()];
};
