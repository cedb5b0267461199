import type { AccessRequest } from "../access/types.ts";
import { expandActions } from "../default-view/action-set.ts";
import { adminEverything, deletionActions, grantActions } from "../default-view/rights.ts";
import { next, type NextCommand } from "../next-command.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { kmsActionNamed } from "../policy/kms-actions.ts";
import { parseCaller } from "../policy/internal-caller.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { reservedRole } from "../policy/reserved-roles.ts";
import type { Denial } from "./why-denial.ts";

const administration = expandActions(adminEverything);
const serviceGrants = new Set(grantActions);
const reading = /^kms:(Describe|Get|List)/;

/** How the key is called in a command; `KEY` where the message does not say. */
export const keyWord = ({ resource }: Denial): string => resource ?? "KEY";

/**
 * The caller as an operand: a session as its role, by name, because its ARN leaves out the path; one of IAM Identity Center as its
 * permission set, since that role is nobody without its path.
 */
export const callerWord = (denial: Denial, own: boolean): string => {
  const { principal, service } = denial;
  if (service !== undefined) return own ? service : `service:${service}`;
  const parsed = parsePrincipal("AWS", principal ?? "");
  if (parsed.kind === "session") {
    const reserved = reservedRole(parsed.role);
    if (reserved?.kind === "sso" && reserved.permissionSet !== undefined)
      return `sso/${reserved.permissionSet}${own && !accountsOf(denial).crossAccount ? "" : `@${parsed.account}`}`;
    return own ? `role/${parsed.role}` : `arn:${parsed.partition}:iam::${parsed.account}:role/${parsed.role}`;
  }
  return principal ?? "PRINCIPAL";
};

/** The caller as `--attach` names it. */
const attachWord = ({ principal }: Denial): string => {
  const parsed = parsePrincipal("AWS", principal ?? "");
  if (parsed.kind === "session") return `role/${parsed.role}`;
  return parsed.kind === "user" || parsed.kind === "role" ? `${parsed.kind}/${parsed.name}` : "role/NAME";
};

/** The caller is a role that AWS uses inside an account, which no policy can name. */
export const isInternal = ({ principal = "" }: Denial): boolean =>
  parsePrincipal("AWS", principal).kind === "malformed" && parseCaller(principal).kind !== "malformed";

/** The account of the caller, and whether the key is in another one; undefined where the message does not say both. */
export const accountsOf = ({ principal, resource }: Denial) => {
  const caller = principal?.split(":")[4];
  const owner = resource?.split(":")[4];
  return { caller, owner, crossAccount: caller !== undefined && owner !== undefined && caller !== owner };
};

/** True for an action on no key (CreateKey, ListKeys…): only IAM policies give it. */
export const isIamOnly = ({ action }: Denial): boolean =>
  action !== undefined && kmsActionNamed(action)?.onKey === false;

/** True for an action that makes an administrator: nobody is made one to read about a key, or to make grants. */
export const isAdministration = ({ action }: Denial): boolean =>
  action !== undefined && administration.has(action) && !reading.test(action) && !serviceGrants.has(action);

/** The smallest verb that lets the caller do this in the key policy, by the message alone. */
export const givingCommands = (denial: Denial): readonly NextCommand[] => {
  const { action, service } = denial;
  const key = keyWord(denial);
  if (service !== undefined) {
    const account = key.split(":")[4] ?? "ACCOUNT";
    return [next("grant-service", [service], { "--source-account": account }, key)];
  }
  if (isInternal(denial)) return [];
  const who = callerWord(denial, true);
  if (!isAdministration(denial)) return [next("add-user", [who], {}, key)];
  const add = next("add-admin", [who], {}, key);
  return deletionActions.includes(action ?? "") ? [add, next("allow-deletion", [], {}, key)] : [add];
};

/** The question that proves the answer. */
export const canCommand = (denial: Denial): NextCommand =>
  next("can", [callerWord(denial, false), denial.action ?? "ACTION"], {}, keyWord(denial));

/** The editor on the key's policy: for what no verb does. */
export const editCommand = (denial: Denial): NextCommand => next("edit", [], {}, keyWord(denial));

/** Lets the caller's account in, and gives the caller the IAM policy that it needs there. */
export const bothHalvesCommand = (denial: Denial): NextCommand =>
  next(
    "grant-account",
    [accountsOf(denial).caller ?? "ACCOUNT"],
    { "--attach": attachWord(denial), "--account-profile": "PROFILE" },
    keyWord(denial),
  );

/**
 * The request that was refused, as the evaluator reads it. A service says for whom it acts: for resources of the key's
 * account, as it would be let in.
 */
export const requestOf = (denial: Denial, facts: KeyFacts): AccessRequest => {
  const { principal = "", service, action = "" } = denial;
  if (service === undefined) return { principal: asCaller(principal), action, context: {} };
  const { account = "", region = "", partition = "aws" } = facts;
  const logs = `arn:${partition}:logs:${region}:${account}:log-group:any`;
  return {
    ...{ principal: `service:${service}`, action },
    context: { "aws:SourceAccount": account, "kms:EncryptionContext:aws:logs:arn": logs },
  };
};

/** In a message the root user is named by the ARN that in a policy means the whole account. */
const asCaller = (principal: string): string =>
  principal.replace(/^arn:aws[a-z-]*:iam::(\d{12}):root$/, "root-user:$1");
