import { RefusedError, UsageError } from "../errors.ts";
import { undashed } from "../policy/account-id.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { permissionSetPattern, someRoleOf } from "../policy/permission-set.ts";
import { parsePrincipal, type Principal, roleOrUserMeant } from "../policy/principal.ts";
import { veil } from "../policy/symbols.ts";
import { refuseMalformed } from "./operand-refusals.ts";
import { knownArn, namedLiterally } from "./operand-known.ts";
import { namesNobodyNote, withReservedPath } from "./reserved-operand.ts";
import { ssoOperand } from "./sso-operand.ts";

/** A principal that a verb was asked about. */
export interface Operand {
  /** As it was typed. */
  readonly text: string;
  /** `exact`: any entry that the policy holds literally and only a removal may name (a session, a dead id…). */
  readonly kind: "user" | "role" | "account" | "sso" | "exact";
  /**
   * As it is written into a policy: an ARN, for an account its root ARN, for a permission set the pattern of its role's ARN, which stands
   * in a condition.
   */
  readonly arn: string;
  readonly account: string | undefined;
  readonly notes: readonly string[];
  /** What IAM should be asked, where the operand tells no path: the entity of that name may have one. */
  readonly lookUp?: { readonly kind: "user" | "role"; readonly name: string };
}

/** The entry of Principal that lets an operand in: of a permission set its account's. */
export const principalFor = ({ kind, arn, account }: Operand): string =>
  kind === "sso" ? `arn:${arn.split(":")[1] ?? "aws"}:iam::${account ?? ""}:root` : arn;

/** A caller as the evaluator knows it, for an operand that is no account. */
export const callerFor = ({ kind, arn }: Operand): string => (kind === "sso" ? someRoleOf(arn) : arn);

/**
 * Reads a principal operand: an ARN of a user, a role, a role session (turned into its role's, with a note) or an
 * account; `sso/NAME`, `user/NAME`, `role/NAME` with or without a path; a 12-digit account id. `facts` tell account and partition.
 * Throws UsageError for what names no principal, with what to do instead (`to`), and RefusedError (`wrong-partition`).
 */
export const parseOperand = (typed: string, facts: KeyFacts, to: "add" | "remove" = "add"): Operand => {
  const text = undashed(veil(typed));
  const set = ssoOperand(text, facts);
  if (set) {
    const arn = permissionSetPattern(set, facts.partition);
    return { text, kind: "sso", arn, account: set.account, notes: [] };
  }
  const short = /^(user|role)(\/.+)$/.exec(text);
  const arn = short ? ownArn(text, facts) : text;
  const principal = parsePrincipal("AWS", arn);
  const operand = toOperand(text, principal, facts, to);
  if (operand.account !== undefined)
    refuseOtherPartition(text, roleOrUserMeant(principal) ?? principal, facts);
  const bare = short?.[2]?.lastIndexOf("/") === 0;
  return bare && principal.kind !== "account" && (operand.kind === "user" || operand.kind === "role")
    ? { ...operand, lookUp: { kind: operand.kind, name: text.slice(operand.kind.length + 1) } }
    : operand;
};

const ownArn = (text: string, { account, partition }: KeyFacts): string => {
  if (account === undefined) {
    throw new UsageError("account-needed", `the account of ${text} is not known`, {
      hint: "tell it with --account, or write the whole ARN",
    });
  }
  return `arn:${partition ?? "aws"}:iam::${account}:${text}`;
};

const toOperand = (text: string, principal: Principal, facts: KeyFacts, to: "add" | "remove"): Operand => {
  switch (principal.kind) {
    case "user":
    case "role":
      return { text, kind: principal.kind, arn: principal.arn, account: principal.account, notes: [] };
    case "account": {
      const partition = principal.partition ?? facts.partition ?? "aws";
      const arn = `arn:${partition}:iam::${principal.account}:root`;
      return { text, kind: "account", arn, account: principal.account, notes: [] };
    }
    case "session":
      return roleOfSession(text, principal);
    default:
      return withoutPath(text, principal) ?? refuseMalformed(text, principal, to);
  }
};

/** A role of AWS's own without its path: names nobody as it is, and the path may be known. */
const withoutPath = (text: string, principal: Principal): Operand | undefined => {
  const role = roleOrUserMeant(principal);
  return role && { text, kind: "role", arn: role.arn, account: role.account, notes: [] };
};

/** The ARN of a session leaves out the role's path (STS): IAM, or the policy itself, has to tell it. */
const roleOfSession = (text: string, session: Extract<Principal, { kind: "session" }>): Operand => {
  const arn = `arn:${session.partition}:iam::${session.account}:role/${session.role}`;
  return {
    text,
    kind: "role",
    arn,
    account: session.account,
    notes: [`${text} is a session; its role is meant: ${arn}.`],
    lookUp: { kind: "role", name: session.role },
  };
};

const refuseOtherPartition = (text: string, principal: Principal, facts: KeyFacts): void => {
  const partition = "partition" in principal ? principal.partition : undefined;
  if (partition === undefined || facts.partition === undefined || partition === facts.partition) return;
  throw new RefusedError(
    "wrong-partition",
    `${text} is in the partition ${partition}, the key in ${facts.partition}`,
    { hint: "access never crosses partitions: name a principal of the key's partition" },
  );
};

/** Reads the operands of an adding verb. A name without path stands for the entity of that name that the policy knows. */
export const operandsToAdd = (
  texts: readonly string[],
  document: PolicyDocument,
  facts: KeyFacts,
): readonly Operand[] =>
  distinct(texts.map((text) => withPathOfRule(withKnownPath(parseOperand(text, facts), document), facts)));

const withPathOfRule = (operand: Operand, facts: KeyFacts): Operand => {
  const reserved = operand.kind === "role" ? withReservedPath(operand.arn, facts) : undefined;
  return reserved ? { ...operand, arn: reserved.arn, notes: [...operand.notes, reserved.note] } : operand;
};

/**
 * Reads the operands of a removing verb: besides those of an adding one, whatever the policy names literally, and ids of
 * deleted principals. A session means its role, and itself where the policy names it: its role covers it.
 */
export const operandsToRemove = (
  texts: readonly string[],
  document: PolicyDocument,
  facts: KeyFacts,
): readonly Operand[] =>
  distinct(
    texts.map(veil).flatMap((text) => {
      const { kind } = parsePrincipal("AWS", text);
      const literal =
        namedLiterally(text, document) || kind === "unique-id" ? [literalOperand(text, facts)] : [];
      return literal.length > 0 && kind !== "session"
        ? literal
        : [...literal, withKnownPath(parseOperand(text, facts, "remove"), document)];
    }),
  ).map(saidToNameNobody);

const saidToNameNobody = (operand: Operand): Operand => {
  const note = namesNobodyNote(operand);
  return note === undefined ? operand : { ...operand, notes: [...operand.notes, note] };
};

/** An entry of a policy as an operand, whatever it is. */
export const literalOperand = (text: string, facts: KeyFacts): Operand => {
  const principal = parsePrincipal("AWS", text);
  if (principal.kind === "account" || roleOrUserMeant(principal)) {
    return toOperand(text, principal, facts, "remove");
  }
  const account = "account" in principal ? principal.account : undefined;
  return { text, kind: "exact", arn: text, account, notes: [] };
};

/** Names are unique in an account whatever the path (IAM identifiers), so the policy's entry of that name is meant. */
const withKnownPath = (operand: Operand, document: PolicyDocument): Operand => {
  const arn = operand.lookUp ? knownArn(operand.arn, document) : undefined;
  return arn === undefined || arn === operand.arn ? operand : { ...operand, arn };
};

const distinct = (operands: readonly Operand[]): readonly Operand[] =>
  operands.filter((operand, i) => operands.findIndex(({ arn }) => arn === operand.arn) === i);
