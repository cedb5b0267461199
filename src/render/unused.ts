import type { KeyFacts } from "../policy/key-facts.ts";
import type { Evidence } from "../use/types.ts";
import type { UntoldUse, UnusedAccess } from "../use/unused.ts";
import { actionWords } from "./action-words.ts";
import { wrapWords } from "./columns.ts";
import { escapeLine } from "./escape.ts";
import { principalWords, subjectWords } from "./principal-words.ts";
import type { UseLayout } from "./use.ts";

/** Access that nobody used, and what takes it away. */
export type ListedUnused = UnusedAccess & {
  readonly takeAway: readonly { readonly command: string; readonly actions: readonly string[] }[];
};

/** What nobody used, a paragraph each, the commands on lines of their own; `told` undefined: the evidence tells nothing. */
export const renderUnused = (
  told: { readonly unused?: readonly ListedUnused[]; readonly untold?: readonly UntoldUse[] } | undefined,
  evidence: Evidence,
  facts: KeyFacts,
  { style, columns, full }: UseLayout,
): string => {
  if (!told) return "Whether any access is unused is not known: the evidence tells nothing.\n";
  const { unused = [], untold = [] } = told;
  const [from, to] = [evidence.from ?? "", evidence.to ?? ""].map((at) => escapeLine(at.slice(0, 10)));
  const title = style.strong(`Not used from ${from} to ${to}, as far as is known:`);
  const lines = unused.flatMap((one) => unusedLines(one, facts, full));
  const others = untold.map(
    ({ principal, actions, account }) =>
      `Not known of ${principalWords(principal, facts.account)}: somebody of account ${account} used ${actionWords(actions, facts, full)}; that account's own trail tells who.`,
  );
  return [`${title}${lines.length === 0 ? " nothing" : ""}`, ...lines, ...others]
    .map((line) => `${/^ {4}kmspol /.test(line) ? line : wrapWords(line, columns, "    ")}\n`)
    .join("");
};

const unusedLines = (one: ListedUnused, facts: KeyFacts, full: boolean): readonly string[] => {
  const who = /^sso\//.test(one.principal) ? escapeLine(one.principal) : subjectWords(one, facts.account);
  const tried = one.tried ? `; tried in vain ${one.tried.count} ×, last ${one.tried.last.slice(0, 10)}` : "";
  const taken = new Set(one.takeAway.flatMap(({ actions }) => actions));
  const rest = one.actions.filter((action) => !taken.has(action));
  return [
    `  ${who}: ${actionWords(one.actions, facts, full)}${tried}`,
    ...one.takeAway.map(({ command }) => `    ${command}`),
    ...(rest.length === 0 ? [] : [`    ${restWords(one, rest, facts, full)}`]),
  ];
};

/** What no command of ours takes away. */
const restWords = (one: ListedUnused, rest: readonly string[], facts: KeyFacts, full: boolean): string => {
  const which = one.takeAway.length === 0 ? "" : `${actionWords(rest, facts, full)}: `;
  const grant = one.by?.find(({ layer }) => layer === "grant");
  if (one.via === "grant" || grant) return `${which}a grant gives it, until it is revoked`;
  const policies = (one.by ?? []).flatMap(({ layer, policy }) => (layer === "iam" ? (policy ?? []) : []));
  if (policies.length > 0) return `${which}its IAM gives it, by ${policies.map(escapeLine).join(", ")}`;
  return `${which}no verb takes just that: it is an edit of the policy`;
};
