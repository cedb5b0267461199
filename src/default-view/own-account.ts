import type { PolicyDocument } from "../policy/document.ts";
import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import type { Policy } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { partitionOf } from "../policy/same-document.ts";

/**
 * The facts with what follows from them: account, partition and Region out of the key's ARN. For a policy file of
 * which nothing was told, the account is the one that the policy itself hands the whole key to, where that is just one.
 */
export const completeFacts = (document: PolicyDocument, facts: KeyFacts): KeyFacts => {
  const known = withArnFacts(facts);
  return {
    ...known,
    account: known.account ?? delegatingAccount(readPolicy(document)),
    partition: known.partition ?? partitionOf(document),
  };
};

const delegatingAccount = (policy: Policy): string | undefined => {
  const accounts = policy.statements
    .filter(({ effect, notPrincipal, conditions, actions, notAction }) => {
      const plain = effect === "Allow" && !notPrincipal && !notAction && conditions.length === 0;
      return plain && actions.some((action) => /^(kms:)?\*$/i.test(action));
    })
    .flatMap(({ principals }) => principals.map(({ type, value }) => parsePrincipal(type, value)))
    .flatMap((principal) => (principal.kind === "account" ? [principal.account] : []));
  const [first, ...others] = new Set(accounts);
  return others.length === 0 ? first : undefined;
};
