import { descriptionOf, type FindingCode } from "./catalogue.ts";
import type { Draft } from "./rule.ts";

/** The drafts without those that only say that a statement has no effect, where another in it says why. */
export const withoutEchoes = <Coded extends Draft & { readonly code: FindingCode }>(
  drafts: readonly Coded[],
): readonly Coded[] => {
  if (!drafts.some(({ code }) => code === "statement-without-effect")) return drafts;
  const explained = new Set(
    drafts.filter(({ code }) => descriptionOf(code).explainsNoEffect).map(statementOf),
  );
  return drafts.filter(
    (draft) => draft.code !== "statement-without-effect" || !explained.has(statementOf(draft)),
  );
};

const statementOf = ({ at: { path } }: Draft): string =>
  typeof path[1] === "number" ? `${path[1]}` : `${path[0] ?? ""}`;
