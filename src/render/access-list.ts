import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { accessSentence } from "./access-diff.ts";
import { wrapWords } from "./columns.ts";
import { byRisk, riskWords } from "./risk.ts";
import type { Style } from "./style.ts";

/** Who may do what, riskiest first, one sentence a line. */
export const renderAccessList = (
  access: readonly Access[],
  facts: KeyFacts,
  { style, columns, full }: { readonly style: Style; readonly columns: number; readonly full: boolean },
): string => {
  if (access.length === 0) return "nobody\n";
  return [...access]
    .sort(byRisk(facts))
    .map((entry) => {
      const risk = riskWords(entry, facts);
      const words = accessSentence(entry, "has", facts, full);
      return `${wrapWords(risk === undefined ? words : `${words} [${style.warning(risk)}]`, columns, "  ")}\n`;
    })
    .join("");
};
