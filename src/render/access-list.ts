import type { Access } from "../access/types.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { accessSentence, isFolded } from "./access-diff.ts";
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
  const shown = [...access].sort(byRisk(facts)).slice(0, full ? undefined : shownLines);
  const lines = shown.map((entry) => {
    const risk = riskWords(entry, facts);
    const words = accessSentence(entry, "has", facts, full);
    return wrapWords(risk === undefined ? words : `${words} [${style.warning(risk)}]`, columns, "  ");
  });
  const hidden = access.length - shown.length;
  const rest = hidden > 0 ? [`… and ${hidden} more; --full shows all`] : [];
  const folded = hidden === 0 && lines.some(isFolded) ? ["… --full shows all"] : [];
  return [...lines, ...[...rest, ...folded].map((line) => style.faint(line))]
    .map((line) => `${line}\n`)
    .join("");
};

/** Lines before the list is cut: what fits on a screen. */
const shownLines = 20;
