import { expandActions } from "../default-view/action-set.ts";
import { adminEverything, deletionActions, grantActions } from "../default-view/rights.ts";
import { kmsActionNamed } from "../policy/kms-actions.ts";
import { parsePrincipal } from "../policy/principal.ts";
import type { Denial } from "./why-denial.ts";

const administration = expandActions(adminEverything);
const serviceGrants = new Set(grantActions);
const reading = /^kms:(Describe|Get|List)/;

/** How the key is called in a command; `KEY` where the message does not say. */
export const keyWord = ({ resource }: Denial): string => resource ?? "KEY";

/** The caller as an operand: a session as its role, by name, because its ARN leaves out the path. */
export const callerWord = ({ principal }: Denial, own: boolean): string => {
  const parsed = parsePrincipal("AWS", principal ?? "");
  if (parsed.kind === "session") {
    return own ? `role/${parsed.role}` : `arn:${parsed.partition}:iam::${parsed.account}:role/${parsed.role}`;
  }
  return principal ?? "PRINCIPAL";
};

/** The caller as `--attach` names it. */
export const attachWord = ({ principal }: Denial): string => {
  const parsed = parsePrincipal("AWS", principal ?? "");
  if (parsed.kind === "session") return `role/${parsed.role}`;
  return parsed.kind === "user" || parsed.kind === "role" ? `${parsed.kind}/${parsed.name}` : "role/NAME";
};

/** The account of the caller, and whether the key is in another one; undefined where the message does not say both. */
export const accountsOf = ({ principal, resource }: Denial) => {
  const caller = principal?.split(":")[4];
  const owner = resource?.split(":")[4];
  return { caller, owner, crossAccount: caller !== undefined && owner !== undefined && caller !== owner };
};

/** True for an action on no key (CreateKey, ListKeys…): only IAM policies give it. */
export const isIamOnly = ({ action }: Denial): boolean =>
  action !== undefined && kmsActionNamed(action)?.onKey === false;

/** The smallest verb that lets the caller do this in the key policy. */
export const givingCommands = (denial: Denial): readonly string[] => {
  const { action } = denial;
  const key = keyWord(denial);
  const who = callerWord(denial, true);
  const isAdmin = action !== undefined && administration.has(action) && !reading.test(action);
  if (!isAdmin || serviceGrants.has(action)) return [`kmspol add-user ${key} ${who}`];
  const add = `kmspol add-admin ${key} ${who}`;
  return deletionActions.includes(action) ? [add, `kmspol allow-deletion ${key}`] : [add];
};

/** The question that proves the answer. */
export const canCommand = (denial: Denial): string =>
  `kmspol can ${keyWord(denial)} ${callerWord(denial, false)} ${denial.action ?? "ACTION"}`;
