import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { allowableActions } from "../policy/kms-actions.ts";
import type { Policy } from "../policy/model.ts";
import { nobodyNamedIn } from "../policy/nobody.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { accountOf, accountsInView } from "./accounts-in-view.ts";
import type { BorneOut } from "./borne-out.ts";
import { consoleShapeOf } from "./console-shape.ts";
import type { DefaultView } from "./default-view.ts";
import { guardDays, isGuard } from "./deletion-guard.ts";
import { type IamShare, iamShareOf, iamUndecidedIn } from "./iam-share.ts";
import { completeFacts } from "./own-account.ts";
import { peopleInView } from "./people-in-view.ts";
import { readingOf } from "./policy-reading.ts";
import { isDead } from "./prune.ts";
import { publicAmong } from "./public-access.ts";
import { publicNotKnown } from "./public-not-known.ts";
import { sharedServices } from "./sharing.ts";
import { meaningOf } from "./statement-meaning.ts";
import { isTold, isToldAsShare } from "./told-statements.ts";

/**
 * Reads a policy as administrators, users and accounts: by what its statements give, as far as the list of all access (`who-can`) bears
 * it out. Whom a Deny, or a Resource that is another key's, leaves nothing is in none of the lists; `otherStatements` tells of both. Never throws.
 */
export const readDefaultView = (document: PolicyDocument, facts: KeyFacts): DefaultView => {
  const known = completeFacts(document, facts);
  const reading = readingOf(readPolicy(document), known);
  const { policy, rows, left } = reading;
  const shape = consoleShapeOf(document, known);
  const { hasUse, adminsMayDelete, ...people } = peopleInView(reading);
  const { accounts, accountsWhen, ...otherAccounts } = accountsInView(reading);
  const share = shareLeft(iamShareOf(policy, known), left);
  const services = sharedServices(policy).filter((service) => left.hasService(service));
  const told = { ...people, accounts, services };
  return {
    defaultView: shape.because.length === 0,
    notDefaultViewBecause: shape.because,
    class: shape.class,
    ...accountOf(facts, known),
    public: publicAmong(rows),
    ...whereSome("publicNotKnown", publicNotKnown(policy, known)),
    iamDelegation: share.whole,
    ...iamUndecidedIn(rows, known),
    iamShare: share,
    adminsMayDelete,
    ...guardOf(policy, known),
    ...otherAccounts,
    ...told,
    orphans: orphansIn(policy),
    ...whereSome("nobody", nobodyNamedIn(policy)),
    ...(accountsWhen && { accountsWhen }),
    otherStatements: policy.statements
      .filter((statement) => !isGuard(statement, known) && !isTold(statement, told, known))
      .filter((statement) => !isToldAsShare(statement, hasUse, told, known))
      .map((statement) => meaningOf(document, statement, known)),
  };
};

/** A member that is absent where its list is empty. */
const whereSome = <Name extends "publicNotKnown" | "nobody">(
  name: Name,
  list: NonNullable<DefaultView[Name]>,
): Pick<DefaultView, Name> | Record<string, never> =>
  list.length > 0 ? ({ [name]: list } as Pick<DefaultView, Name>) : {};

const guardOf = (policy: Policy, facts: KeyFacts): Pick<DefaultView, "deletionGuardDays"> => {
  const deletionGuardDays = guardDays(policy, facts);
  return deletionGuardDays === undefined ? {} : { deletionGuardDays };
};

/** What is left to IAM, without what a Deny takes from everybody of the account. */
const shareLeft = ({ whole, actions, conditional }: IamShare, left: BorneOut): IamShare => {
  const isWhole = whole && left.leftToIam("kms:PutKeyPolicy");
  const given = whole ? [...allowableActions].sort() : actions;
  return {
    whole: isWhole,
    actions: isWhole ? [] : given.filter(left.leftToIam),
    conditional: conditional.filter(left.leftToIam),
  };
};

const orphansIn = (policy: Policy): readonly string[] => [
  ...new Set(
    policy.statements.flatMap(({ principals }) => principals.filter(isDead).map(({ value }) => value)),
  ),
];
