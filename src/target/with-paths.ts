import type { Named } from "./open-editable.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { UsageError } from "../errors.ts";
import type { Clock, IdentityDirectory } from "../ports.ts";
import type { Context } from "../cli/app.ts";
import { knownIdentity } from "./known-identity.ts";
import { openAws } from "../cli/open-aws.ts";

/** Operands as IAM knows them, and what the user should know of them. */
export interface WholeOperands {
  readonly operands: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Operands that name users, roles and sessions of the key's own account as IAM knows them: with their path, a session
 * as its role. What IAM may not be asked about, and what belongs to other accounts, stays as typed. Throws UsageError
 * (`unknown-principal`) for a name that IAM does not know, with the nearest ones.
 */
export const withPaths = async (
  context: Context,
  { target, facts }: Named,
  operands: readonly string[],
): Promise<WholeOperands> => {
  if (target.kind === "file") return { operands, notes: [] };
  const { directory } = await openAws(context);
  const { account, partition } = facts;
  const look = { directory, clock: context.outside.clock, account, partition };
  const whole = await Promise.all(operands.map((operand) => withPath(look, operand)));
  return {
    operands: whole.map(({ operand }) => operand),
    notes: whole.flatMap(({ note }) => (note === undefined ? [] : [note])),
  };
};

interface Look {
  readonly directory: IdentityDirectory;
  readonly clock: Clock;
  readonly account: string | undefined;
  readonly partition: string | undefined;
}

const withPath = async (
  { directory, clock, ...own }: Look,
  operand: string,
): Promise<{ readonly operand: string; readonly note?: string }> => {
  if (isBare(operand)) await refuseBare(directory, operand);
  const named = namedBy(operand, own);
  if (!named) return { operand };
  const answer = await knownIdentity(directory, clock, named.kind, named.name);
  if ("unknown" in answer) return { operand };
  const { arn } = answer.found;
  const hasNoPath = /^(user|role)\/[^/]+$/.test(operand);
  if (hasNoPath || arn === operand || arn.endsWith(`:${operand}`)) return { operand: arn };
  const words = named.isSession ? "is a session; its role is meant" : "is in IAM with another path";
  return { operand: arn, note: `${operand} ${words}: ${arn}.` };
};

/** A name alone: whether a user or a role is meant is not said. */
const isBare = (operand: string): boolean =>
  /^[A-Za-z_+=,.@-][\w+=,.@-]*$/.test(operand) && !operand.includes(".amazonaws.");

/** Throws UsageError (`malformed-principal-arn`) with whom IAM knows by that name; where it knows none, what is wrong is said later. */
const refuseBare = async (directory: IdentityDirectory, name: string): Promise<void> => {
  const answers = await Promise.all([directory.find("user", name), directory.find("role", name)]);
  const known = answers.flatMap((answer) => ("found" in answer ? answer.found : []));
  if (known.length === 0) return;
  const meant = known.map(({ kind, path, name: own }) => `${kind}${path}${own}`).join(" or ");
  throw new UsageError("malformed-principal-arn", `${name} is a user or a role, and which is not said`, {
    hint: `did you mean ${meant}?`,
  });
};

/**
 * The user or role of the key's account that an operand means, by name: names are unique there, whatever the path. The
 * same account number in another partition is another account.
 */
const namedBy = (
  operand: string,
  { account, partition }: Pick<Look, "account" | "partition">,
): { readonly kind: "user" | "role"; readonly name: string; readonly isSession: boolean } | undefined => {
  const [, kind, short] = /^(user|role)\/(?:[^:]*\/)?([^/:]+)$/.exec(operand) ?? [];
  if (short !== undefined && (kind === "user" || kind === "role")) {
    return { kind, name: short, isSession: false };
  }
  const principal = parsePrincipal("AWS", operand);
  if (!("account" in principal) || principal.account !== account) return undefined;
  if ("partition" in principal && principal.partition !== partition) return undefined;
  if (principal.kind === "session") return { kind: "role", name: principal.role, isSession: true };
  if (principal.kind !== "user" && principal.kind !== "role") return undefined;
  return { kind: principal.kind, name: principal.name, isSession: false };
};
