import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { expandActions, isSubset } from "./action-set.ts";
import { administrators, mayDelete, namedPrincipals } from "./administrators.ts";
import { consoleShapeOf, type ConsoleClass } from "./console-shape.ts";
import { heldBy } from "./holdings.ts";
import type { Operand } from "./operand.ts";
import { completeFacts } from "./own-account.ts";
import { isDead } from "./prune.ts";
import { delegatesToIam, partOf } from "./recognise.ts";
import { possibleUseActions } from "./rights.ts";
import { meaningOf } from "./statement-meaning.ts";

/** A key policy in the console's words, read by what its statements give. The field names are the contract of `--json`. */
export interface DefaultView {
  /** The console would show its default view (by kmspol's own definition). */
  readonly defaultView: boolean;
  readonly notDefaultViewBecause: readonly string[];
  readonly class: ConsoleClass;
  /** IAM policies of the key's account can give every right on it. */
  readonly iamDelegation: boolean;
  readonly admins: readonly string[];
  /** Some administrator may schedule and cancel the deletion of the key. */
  readonly adminsMayDelete: boolean;
  /** Users and roles with the whole of the key users' rights. */
  readonly users: readonly string[];
  /** Other accounts that some Allow names, as 12 digits. */
  readonly accounts: readonly string[];
  readonly services: readonly string[];
  /** Unique ids of deleted users and roles. */
  readonly orphans: readonly string[];
  /** One line of meaning for each statement that is none of the console's parts. */
  readonly otherStatements: readonly string[];
}

/** Reads a policy as administrators, users and accounts. Deny is left to `otherStatements`. Never throws. */
export const readDefaultView = (document: PolicyDocument, facts: KeyFacts): DefaultView => {
  const known = completeFacts(document, facts);
  const policy = readPolicy(document);
  const shape = consoleShapeOf(document, known);
  const admins = administrators(policy, known);
  return {
    defaultView: shape.because.length === 0,
    notDefaultViewBecause: shape.because,
    class: shape.class,
    iamDelegation: policy.statements.some((statement) => delegatesToIam(statement, known)),
    admins: arnsOf(admins),
    adminsMayDelete: admins.some((admin) => mayDelete(policy, admin, known)),
    users: arnsOf(namedPrincipals(policy, known).filter((operand) => isUser(policy, operand, known))),
    accounts: externalAccounts(policy, known),
    services: servicesIn(policy),
    orphans: orphansIn(policy),
    otherStatements: policy.statements
      .filter((statement) => partOf(statement, known) === undefined)
      .map((statement) => meaningOf(document, statement, known)),
  };
};

/** Dead ids have a list of their own. */
const arnsOf = (operands: readonly Operand[]): readonly string[] =>
  operands.filter(({ arn }) => parsePrincipal("AWS", arn).kind !== "unique-id").map(({ arn }) => arn);

const isUser = (policy: Policy, operand: Operand, facts: KeyFacts): boolean => {
  if (operand.kind === "account") return false;
  const held = heldBy(policy, operand, facts);
  return possibleUseActions(facts).some((actions) => isSubset(expandActions(actions), held));
};

const allows = (policy: Policy): readonly Statement[] =>
  policy.statements.filter(
    ({ effect, inert, notPrincipal }) => effect === "Allow" && inert === undefined && !notPrincipal,
  );

const externalAccounts = (policy: Policy, facts: KeyFacts): readonly string[] => {
  const accounts = allows(policy)
    .flatMap(({ principals }) => principals)
    .map(({ type, value }) => parsePrincipal(type, value))
    .flatMap((principal) => (principal.kind === "account" ? [principal.account] : []));
  return [...new Set(accounts)].filter((account) => account !== facts.account);
};

const servicesIn = (policy: Policy): readonly string[] => {
  const services = allows(policy).flatMap(({ principals }) =>
    principals.filter(({ type }) => type === "Service").map(({ value }) => value),
  );
  return [...new Set(services)];
};

const orphansIn = (policy: Policy): readonly string[] => [
  ...new Set(
    policy.statements.flatMap(({ principals }) => principals.filter(isDead).map(({ value }) => value)),
  ),
];
