import { compareAccess } from "../access/compare-access.ts";
import { listAccess } from "../access/list-access.ts";
import { principalOfWord } from "../access/principal-word.ts";
import { onlyRoles, possibleOnlyActions } from "../default-view/limits/only-role.ts";
import { removeAdmins } from "../default-view/remove-admins.ts";
import { removeUsers } from "../default-view/remove-users.ts";
import { revokeAccounts } from "../default-view/revoke-accounts.ts";
import { withSets } from "../default-view/set-access.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { whyNeverGiven } from "../policy/never-given.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { RefusedError, UsageError } from "../errors.ts";
import { next, type NextCommand } from "../next-command.ts";
import { accountIn } from "./matches.ts";
import { holderOf, type UnusedAccess } from "./unused.ts";

/** A command, and the actions that it takes from the principal: nothing else, from nobody else. */
export interface TakeAway {
  readonly command: NextCommand;
  readonly actions: readonly string[];
}

/**
 * The commands that take unused access away. Each was tried on the policy: what it takes is unused, of this principal, and all that
 * changes. None where no verb does just that.
 */
export const takeAway = (
  unused: UnusedAccess,
  document: PolicyDocument,
  facts: KeyFacts,
): readonly TakeAway[] => {
  if (unused.via === "grant" || (unused.by ?? []).some(({ layer }) => layer !== "key-policy")) return [];
  const left = new Set(unused.actions);
  const found: TakeAway[] = [];
  for (const { command, edit } of candidates(unused, facts)) {
    const taken = takenBy(edit, unused, document, facts);
    if (!taken.some((action) => left.has(action))) continue;
    for (const action of taken) left.delete(action);
    found.push({ command, actions: taken });
  }
  return found;
};

interface Candidate {
  readonly command: NextCommand;
  readonly edit: (document: PolicyDocument) => PolicyDocument;
}

/** The whole of a role before its parts. */
const candidates = ({ principal }: UnusedAccess, facts: KeyFacts): readonly Candidate[] => {
  const word = operandOf(principalOfWord(principal), facts);
  if (word === undefined) return [];
  if (/^\d{12}$/.test(word))
    return [
      {
        command: next("revoke-account", [word]),
        edit: (document) => revokeAccounts(document, [word], facts).document,
      },
    ];
  const parts = onlyRoles.filter((role) => possibleOnlyActions(role, facts).length > 0);
  return [
    {
      command: next("remove-user", [word]),
      edit: (document) => removeUsers(document, [word], facts).document,
    },
    {
      command: next("remove-admin", [word]),
      edit: (document) => removeAdmins(document, [word], facts).document,
    },
    ...parts.map((only) => ({
      command: next("remove-user", [word], { "--only": only }),
      edit: (document: PolicyDocument) => removeUsers(document, [word], facts, { only: [only] }).document,
    })),
  ];
};

/** As the verbs take it: names in the key's own account, ARNs elsewhere. */
const operandOf = (word: string, { account }: KeyFacts): string | undefined => {
  if (word.startsWith("sso/")) return word;
  if (word.startsWith("account:")) return accountIn(word);
  const principal = parsePrincipal("AWS", word);
  if (principal.kind !== "role" && principal.kind !== "user") return undefined;
  return principal.account === account ? `${principal.kind}${principal.path}${principal.name}` : word;
};

/** The actions that an edit takes from the principal; none where it cannot be done, or does anything else. */
const takenBy = (
  edit: Candidate["edit"],
  { principal, actions }: UnusedAccess,
  document: PolicyDocument,
  facts: KeyFacts,
): readonly string[] => {
  const after = tried(edit, document);
  if (!after || after.text === document.text) return [];
  const policies = [readPolicy(document), readPolicy(after)] as const;
  const { gained, lost } = compareAccess(...policies, facts);
  const told = withSets(lost, { version: undefined, id: undefined, statements: [] }, facts);
  const taken = principal.startsWith("sso/")
    ? takenFromSet(principal, policies, facts)
    : [...new Set(told.flatMap((entry) => entry.actions))].filter((action) => isOfKey(action, facts)).sort();
  const isJust =
    gained.length === 0 &&
    told.every((entry) => principalOfWord(holderOf(entry.principal)) === principalOfWord(principal)) &&
    taken.every((action) => actions.includes(action));
  return isJust ? taken : [];
};

/** What an operation cannot do with the key is no access, though a policy gives it. */
const isOfKey = (action: string, facts: KeyFacts): boolean => whyNeverGiven(action, facts) === undefined;

/** A comparison does not tell of a set where its account has all of it anyhow, by IAM. */
const takenFromSet = (
  word: string,
  [before, after]: readonly [Policy, Policy],
  facts: KeyFacts,
): readonly string[] => {
  const actionsOf = (policy: Policy) =>
    withSets(listAccess(policy, facts), policy, facts)
      .filter(({ principal }) => principal === word)
      .flatMap(({ actions }) => actions);
  const kept = new Set(actionsOf(after));
  return [...new Set(actionsOf(before))].filter((action) => !kept.has(action)).sort();
};

const tried = (edit: Candidate["edit"], document: PolicyDocument): PolicyDocument | undefined => {
  try {
    return edit(document);
  } catch (error) {
    if (error instanceof RefusedError || error instanceof UsageError) return undefined;
    throw error;
  }
};
