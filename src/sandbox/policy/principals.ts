import type { PolicyDocument } from "../../policy/document.ts";
import type { PrincipalEntry } from "../../policy/model.ts";
import { parsePrincipal, type Principal } from "../../policy/principal.ts";
import { isKnownService } from "../../policy/service-principals.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { partition } from "../state/lookup.ts";
import { entityById, visibleRole, visibleUser, type Sight } from "./entities.ts";
import { malformed } from "./malformed.ts";

/**
 * The unique id of every user and role among these principals, by the principal as written. Throws
 * MalformedPolicyDocumentException where a principal does not exist, is not yet visible, or can be none.
 */
export const principalIds = (principals: readonly PrincipalEntry[], call: Sight): Map<string, string> => {
  const ids = new Map<string, string>();
  for (const { type, value } of principals) {
    const id = idOf(parsePrincipal(type, value), call);
    if (id !== undefined) ids.set(value, id);
  }
  return ids;
};

/** The same for those that exist; what does not, or can be no principal, is left out. */
export const knownIds = (principals: readonly PrincipalEntry[], sight: Sight): Map<string, string> =>
  new Map(principals.flatMap((principal) => [...idsOrNone(principal, sight)]));

const idsOrNone = (principal: PrincipalEntry, sight: Sight): Map<string, string> => {
  try {
    return principalIds([principal], sight);
  } catch {
    return new Map();
  }
};

/** Every principal entry of a document. */
export const principalsOf = (document: PolicyDocument): PrincipalEntry[] =>
  readPolicy(document).statements.flatMap(({ principals }) => principals);

/** The id to keep; undefined where the text itself is kept. */
const idOf = (principal: Principal, call: Sight): string | undefined => {
  if ("partition" in principal && principal.partition !== undefined && principal.partition !== partition) {
    throw invalidPrincipals();
  }
  switch (principal.kind) {
    case "everyone":
      return undefined;
    case "service":
      // KMS knows every service; the sandbox those of the table.
      if (!isKnownService(principal.name)) throw invalidServices();
      return undefined;
    case "account":
      return known(call.state.accounts.has(principal.account) ? "" : undefined) || undefined;
    case "federated-user":
      return known(call.state.accounts.has(principal.account) ? "" : undefined) || undefined;
    case "user":
      return known(visibleUser(call, principal)?.id);
    case "role":
      return known(visibleRole(call, principal)?.id);
    case "session":
      return `${known(visibleRole(call, { ...principal, name: principal.role })?.id)}:${principal.session}`;
    case "unique-id":
      return known(entityById(call, principal.id) && principal.id);
    case "malformed":
      throw principal.because === "invalid-service-principal" ? invalidServices() : invalidPrincipals();
  }
};

const known = (id: string | undefined): string => {
  if (id === undefined) throw invalidPrincipals();
  return id;
};

const invalidPrincipals = () => malformed("Policy contains a statement with one or more invalid principals.");

const invalidServices = () =>
  malformed("Policy contains a statement with one or more invalid service principals.");
