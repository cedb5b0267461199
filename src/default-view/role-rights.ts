import type { KeyFacts } from "../policy/key-facts.ts";
import type { Statement } from "../policy/model.ts";
import { expandActions, overlaps, without, type ActionSet } from "./action-set.ts";
import { isGrantCondition } from "./recognise.ts";
import { adminEverything, deletionActions, grantActions, possibleUseActions } from "./rights.ts";
import type { Taking } from "./take.ts";

const everything = expandActions(["*"]);
const nothing: ActionSet = new Set();
const grants = expandActions(grantActions);
const deletion = expandActions(deletionActions);

/** What looking at a key takes: users and administrators hold it alike, so it makes nobody either. */
export const reading: ActionSet = expandActions(["kms:Describe*", "kms:Get*", "kms:List*"]);

const administration = expandActions(adminEverything);
// CreateGrant and RevokeGrant come with kms:Create* and kms:Revoke*, but a statement of them alone is about services.
const administrationCore = without(without(administration, reading), grants);

/** The rights of a key administrator. */
export const administrationRights: Taking = {
  what: "key administration",
  everything: administration,
  all: () => administration,
  core: () => administrationCore,
  // The console's spelling of RevokeGrant; the action by its own name may be there for a user.
  spelled: new Set(["kms:revoke*"]),
};

/** The two actions behind "Allow key administrators to delete this key". */
export const deletionRights: Taking = {
  what: "deletion of the key",
  everything: deletion,
  all: () => deletion,
  core: () => deletion,
};

/** The rights of a key user of this key; the grant actions belong to them only where they are for AWS services. */
export const useRights = (facts: KeyFacts): Taking => {
  const use = expandActions(possibleUseActions(facts).flat());
  const core = without(use, reading);
  return {
    what: "use of the key",
    everything: new Set([...use, ...grants]),
    all: (statement) => new Set([...use, ...serviceGrants(statement)]),
    core: (statement) => new Set([...core, ...serviceGrants(statement)]),
  };
};

const serviceGrants = ({ conditions }: Statement): ActionSet =>
  conditions.some(isGrantCondition) ? grants : nothing;

/** Everything: what revoking an account takes. */
export const allRights: Taking = {
  what: "access",
  everything,
  all: () => everything,
  core: () => everything,
  sources: true,
};

/** True where the actions include something that makes an administrator. */
export const isAdministrative = (actions: ActionSet): boolean => overlaps(actions, administrationCore);
