import type { Finding } from "../check/finding.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { memberNamed } from "../policy/syntax.ts";
import { choiceOf } from "../policy/template-choices.ts";
import { pointerPath } from "../policy/text/position.ts";

/** Under which conditions of its document a finding stands: `IsProduction`, `not IsProduction`. */
export type Branches = (same: readonly Finding[]) => readonly string[];

/**
 * Reads out of the statements of a policy under which conditions of the document each stands. Of findings that are told as one, those
 * conditions count that all of them share: what stands in both branches stands under none.
 */
export const branchesIn =
  ({ statements }: PolicyDocument): Branches =>
  (same) => {
    const ways = same.map(({ path }) => waysOf(statements, pointerPath(path)[1]));
    const names = [...new Set(ways.flatMap((one) => [...one.keys()]))];
    return names.flatMap((name) => {
      const values = new Set(ways.map((one) => one.get(name)));
      const [only, other] = values;
      if (only === undefined || values.size > 1 || other !== undefined) return [];
      return [only === "true" ? name : `not ${name}`];
    });
  };

const waysOf = (
  statements: PolicyDocument["statements"],
  index: string | number | undefined,
): ReadonlyMap<string, string> => {
  const statement = typeof index === "number" ? statements[index] : undefined;
  const condition = statement?.kind === "object" ? memberNamed(statement, "Condition")?.value : undefined;
  const bool = memberNamed(condition, "Bool")?.value;
  const members = bool?.kind === "object" ? bool.members : [];
  return new Map(
    members.flatMap(({ name, value }) => {
      const choice = choiceOf(name);
      return choice === undefined || value.kind !== "string" ? [] : [[choice, String(value.value)] as const];
    }),
  );
};
