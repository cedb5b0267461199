import type { PolicyDocument } from "../policy/document.ts";
import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import { isOwnerGuessed, ownerOf, partitionOfOwner } from "../policy/owner.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { partitionOf } from "../policy/same-document.ts";

/**
 * The facts with what follows from them: account, partition and Region out of the key's ARN. For a policy file of
 * which nothing was told, account and partition are those that the policy itself tells (`ownerOf`, `partitionOfOwner`).
 */
export const completeFacts = (document: PolicyDocument, facts: KeyFacts): KeyFacts => {
  const known = withArnFacts(facts);
  const policies = [readPolicy(document)];
  const account = known.account ?? ownerOf(policies, known);
  // The ARNs of the owner tell more than whatever else the text names, a comment among it.
  return {
    ...known,
    account,
    partition: partitionOfOwner(policies, known, account) ?? partitionOf(document),
  };
};

/**
 * The same for a verb that writes: where the policy lets nobody change it, the only account that it names may still not be the key's own,
 * and what is written for the own account (its root principal, `role/NAME`) would be written for somebody else. Then it is not known.
 */
export const factsToWrite = (document: PolicyDocument, facts: KeyFacts): KeyFacts => ({
  ...completeFacts(document, facts),
  ...(isOwnerGuessed([readPolicy(document)], facts) && { account: undefined }),
});
