import type { KeyFacts } from "../policy/key-facts.ts";
import type { Grant } from "../ports.ts";
import { listWords } from "./action-words.ts";
import { escapeLine } from "./escape.ts";
import { principalWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

/** A key's grants, one a line: who, what, and under which name. */
export const renderGrants = (grants: readonly Grant[], facts: KeyFacts, style: Style): string => {
  if (grants.length === 0) return "no grants\n";
  const lines = grants.map(({ grantee, operations, id, name, constraints }) => {
    const who = principalWords(grantee, facts.account);
    const what = listWords(
      operations.map((operation) => `kms:${escapeLine(operation)}`),
      4,
    );
    const limits = constraints && Object.keys(constraints).length > 0 ? ", with constraints" : "";
    const label = name === undefined ? "" : ` "${escapeLine(name)}"`;
    return `  ${who} has ${what}${limits}, by grant ${style.faint(escapeLine(id).slice(0, 12))}${label}`;
  });
  return [style.strong("Grants:"), ...lines].map((line) => `${line}\n`).join("");
};
