import { addUsers } from "../default-view/add-users.ts";
import { factsToWrite } from "../default-view/own-account.ts";
import { next, sentence } from "../next-command.ts";
import type { Edited } from "../default-view/verb.ts";
import { RefusedError, UsageError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";

/** A group with its users, as IAM told them. */
export interface GroupMembers {
  readonly group: string;
  /** ARNs of the IAM users, with their paths. */
  readonly users: readonly string[];
}

/** The note about a long list begins here: each user takes 45 to 110 of the policy's 32,768 bytes. */
const manyUsers = 50;

/**
 * Makes each user of a group a key user. Throws RefusedError (`empty-group`), and what addUsers throws.
 */
export const expandGroup = (
  document: PolicyDocument,
  { group, users }: GroupMembers,
  facts: KeyFacts,
): Edited => {
  if (users.length === 0) {
    throw new RefusedError("empty-group", `the group ${group} has no users`, {
      hint: sentence`${next("add-group", [group], { "--via-iam": true })} gives access to whoever joins it`,
    });
  }
  const result = addUsers(document, users, facts);
  const snapshot = `This is the group ${group} as of now: who joins or leaves it later needs an edit of the key policy.`;
  const long = `${users.length} users take much of the 32,768 bytes of a policy; --via-iam takes none.`;
  return { ...result, notes: [snapshot, ...(users.length > manyUsers ? [long] : []), ...result.notes] };
};

/**
 * The name of the group that an operand means: a name, `group/NAME` or its ARN. Throws UsageError (`malformed-group`)
 * and RefusedError (`foreign-group`): IAM policies of another account are put in place there.
 */
export const parseGroup = (text: string, document: PolicyDocument, facts: KeyFacts): string => {
  const [, account, rest] = /^arn:[^:]+:iam::(\d{12}):(group\/.+)$/.exec(text) ?? [];
  const own = factsToWrite(document, facts).account;
  if (account !== undefined && own !== undefined && account !== own) throw foreign(text, account);
  const name = (rest ?? text).replace(/^group\/(.*\/)?/, "");
  if (/^[\w+=,.@-]{1,128}$/.test(name)) return name;
  throw new UsageError("malformed-group", `${text} names no IAM group`, {
    hint: "write the group's name, group/NAME or its ARN",
  });
};

const foreign = (text: string, account: string): RefusedError =>
  new RefusedError("foreign-group", `${text} is a group of account ${account}, not of the key's`, {
    hint: sentence`${next("grant-account", [account])} makes the IAM policy that ${account} attaches to it`,
  });
