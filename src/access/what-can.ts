import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, PrincipalEntry, Statement } from "../policy/model.ts";
import { ownerOf } from "../policy/owner.ts";
import { parseCaller } from "../policy/internal-caller.ts";
import { parsePrincipal } from "../policy/principal.ts";
import type { World } from "../world/types.ts";
import { listEffective, listGrantees } from "./effective-access.ts";
import { partitionOf } from "./engine/callers/owner.ts";
import type { EffectiveQuestion } from "./effective/types.ts";
import { listAccess } from "./list-access.ts";
import { rankAccess, riskOf } from "./rank-access.ts";
import { otherSessionsOf } from "./principal-word.ts";
import type { Access } from "./types.ts";

/**
 * What one caller may do on a key, and when. `principal` is a word of `can`: an ARN, an account id, `root-user:ID` or
 * `service:NAME`. Where the IAM data of the question has it, every layer that is known counts; else the key policy, and
 * the grants that are known. `actions` (`kms:Name`, any case) narrows the answer. Riskiest first. Pure; throws nothing.
 */
export const listForPrincipal = (
  principal: string,
  { key, world, ceilings }: EffectiveQuestion,
  actions?: readonly string[],
): readonly Access[] => {
  const policy = withMention(key.policy, principal);
  const question = { key: { ...key, policy }, world, ceilings };
  if (isKnown(principal, world)) return listEffective(question, actions, principal);
  const lines = [...byKeyPolicy(principal, question, actions), ...byGrant(principal, question, actions)];
  return rankAccess(lines, key.facts.account);
};

/**
 * How much a person should look at a key first, by what a caller has there; only good for comparing. What IAM would have
 * to allow as well, and nobody looked, counts for less than what is certain.
 */
export const riskOnKey = (access: readonly Access[], account: string | undefined): number =>
  Math.max(
    0,
    ...access.map((one) => riskOf(one, account) / (one.via === "iam" && one.by === undefined ? 100 : 1)),
  );

const rootUser = /^root-user:(\d{12})$/;

/** Whether the data has the user, the role, the role of the session, or the account of the root user. */
const isKnown = (word: string, { directories }: World): boolean => {
  const root = rootUser.exec(word)?.[1];
  if (root !== undefined) return directories.has(root);
  const principal = parseCaller(word);
  const directory = "account" in principal ? directories.get(principal.account) : undefined;
  if (!directory || principal.kind !== "session") return directory?.principals.has(word) ?? false;
  const roles = [...directory.principals.values()];
  return roles.some(({ kind, name }) => kind === "role" && name === principal.role);
};

const byKeyPolicy = (
  principal: string,
  { key: { policy, facts }, world }: EffectiveQuestion,
  actions: readonly string[] | undefined,
): readonly Access[] => {
  const isMeant = linesOf(principal, ownerOf([policy], facts));
  if (isElsewhere(principal, policy, facts)) return [];
  const lines = listAccess(policy, facts, actions, world).filter(isMeant);
  // A session that is told apart has lines for all that it has.
  const isTold = principal.includes(":assumed-role/") && lines.some((line) => line.principal === principal);
  return isTold ? lines.filter((line) => !line.principal.includes(":role/")) : lines;
};

/** Nobody of another partition calls (AWS General Reference, "Partitions"); the account alone does not tell it. */
const isElsewhere = (principal: string, policy: Policy, facts: KeyFacts): boolean => {
  const caller = parseCaller(principal);
  const { partition } = { partition: undefined, ...caller };
  return partition !== undefined && partition !== partitionOf([policy], facts);
};

const byGrant = (
  principal: string,
  question: EffectiveQuestion,
  actions: readonly string[] | undefined,
): readonly Access[] => {
  if (!question.world.grants?.length) return [];
  return listGrantees(question, actions).filter(linesOf(principal, undefined));
};

type IsMeant = (line: Access) => boolean;

// What an account has as a whole, each of its principals has; what a role has, each session that is not told apart.
const linesOf = (principal: string, owner: string | undefined): IsMeant => {
  const root = rootUser.exec(principal)?.[1];
  if (root !== undefined) return linesOfRoot(root, owner);
  const account = /^(?:account:)?(\d{12})$/.exec(principal)?.[1] ?? /:(\d{12}):root$/.exec(principal)?.[1];
  if (account !== undefined) return (line) => line.principal.startsWith(`account:${account}`);
  const caller = parseCaller(principal);
  if (!("account" in caller)) return (line) => line.principal === principal;
  const isItsRole = (word: string): boolean => {
    const role = parsePrincipal("AWS", word);
    return (
      caller.kind === "session" &&
      role.kind === "role" &&
      role.name === caller.role &&
      role.account === caller.account
    );
  };
  // Whom no policy can name is one of the others of his account.
  const isUnnamed = parsePrincipal("AWS", principal).kind === "malformed";
  const others = isUnnamed ? [`account:${caller.account} (others)`] : [];
  // A role of which a session is treated otherwise is told by its other sessions.
  const words = new Set([principal, otherSessionsOf(principal), `account:${caller.account}`, ...others]);
  return (line) => words.has(line.principal) || isItsRole(line.principal);
};

// Its account's share is its own too; but what the key's own account leaves to IAM it has without, which is a line of its own.
const linesOfRoot = (account: string, owner: string | undefined): IsMeant => {
  const words = new Set([`account:${account}`, `account:${account} (others)`]);
  return ({ principal, via }) =>
    principal === `root-user:${account}` || (words.has(principal) && (via !== "iam" || account !== owner));
};

/**
 * The policy with one more statement, which names the caller and does nothing: so the caller is looked at by itself,
 * not as one of those whom nobody names.
 */
const withMention = (policy: Policy, word: string): Policy => {
  const entry = entryOf(word);
  if (!entry) return policy;
  const mention: Statement = {
    ...{ index: policy.statements.length, sid: undefined, effect: "Deny", inert: undefined },
    ...{ principals: [entry], notPrincipal: false, actions: [nothing], notAction: false },
    ...{ resources: ["*"], notResource: false, conditions: [] },
  };
  return { ...policy, statements: [...policy.statements, mention] };
};

/** An action that no key policy carries. */
const nothing = "kms:ListKeys";

const entryOf = (word: string): PrincipalEntry | undefined => {
  if (word.startsWith("service:")) return { type: "Service", value: word.slice("service:".length) };
  if (word.startsWith("account:")) return undefined;
  const root = rootUser.exec(word)?.[1];
  if (root !== undefined) return { type: "AWS", value: root };
  return { type: "AWS", value: word };
};
