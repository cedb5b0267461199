import type { ConditionTest, Statement } from "../../../policy/model.ts";
import type { KeyGrant } from "../../../world/types.ts";
import type { Member } from "./member.ts";
import type { ClauseResolver, ResolvedClause } from "./resolved-clause.ts";

/** What a grant gives a member, as if it were a statement. */
export interface GrantClause extends ResolvedClause {
  /** Why it is not certain that it gives anything. */
  readonly doubt: string | undefined;
}

/** A grant of the key's account to somebody elsewhere. */
export const grantAlone = "whether a grant of the key's account alone is enough is not documented";

/** Of what the account that made the grant delegates to its own. */
export const issuersIam =
  "whether an IAM policy of the account that made a grant is enough to retire it is not documented";

/** The grants that let a member do something: those to it, and those that it may retire. */
export const grantClauses = (
  grants: readonly KeyGrant[],
  member: Member,
  resolver: ClauseResolver,
): readonly GrantClause[] => [
  ...clausesOfGrantee(grants, member, resolver),
  ...grants.flatMap((grant) => retiringClauses(grant, member, resolver)),
];

// Its retiring principal, and the account that made it (KMS API Reference, "RetireGrant").
const retiringClauses = (
  { id, retiring, issuingAccount }: KeyGrant,
  { caller, account, kind }: Member,
  resolver: ClauseResolver,
): readonly GrantClause[] => {
  const whole = account !== undefined && retiring?.endsWith(`::${account}:root`) === true;
  const named = caller.names.some((name) => name === retiring || name === `service:${retiring ?? ""}`);
  const isIssuer = account !== undefined && account === issuingAccount;
  if (!whole && !named && !isIssuer) return [];
  const across = caller.foreign && !isIssuer ? grantAlone : undefined;
  const terms = resolver.resolve(grantStatement(["kms:RetireGrant"], []), "2012-10-17", () => undefined);
  const doubts = [
    ...(named || whole ? [named ? across : "a grant names the account as a whole"] : []),
    ...(isIssuer ? [kind === "root" ? undefined : issuersIam] : []),
  ];
  return doubts.flatMap((doubt) => (terms ? [{ terms, source: { grant: id }, doubt }] : []));
};

/** The grants to a member (KMS Developer Guide, "Grants in AWS KMS"). A role's grant is for its sessions, too. */
const clausesOfGrantee = (
  grants: readonly KeyGrant[],
  { caller, account }: Member,
  resolver: ClauseResolver,
): readonly GrantClause[] =>
  grants.flatMap((grant) => {
    const whole = account !== undefined && grant.grantee.endsWith(`::${account}:root`);
    const named = caller.names.some((name) => name === grant.grantee || name === `service:${grant.grantee}`);
    if (!whole && !named) return [];
    const doubt = whole ? "a grant names the account as a whole" : doubtOf(grant, caller.foreign, account);
    return partsOf(grant).flatMap(({ statement, because }) => {
      const terms = resolver.resolve(statement, "2012-10-17", () => undefined);
      return terms ? [{ terms, source: { grant: grant.id }, doubt: doubt ?? because }] : [];
    });
  });

// Across accounts the caller's side must trust the key; a grant that its own account issued shows that it does (KMS
// Developer Guide, "Troubleshooting key access"). Whether an IAM Allow makes up for it is seen where routes are joined.
const doubtOf = (grant: KeyGrant, foreign: boolean, account: string | undefined): string | undefined => {
  if (grant.otherConstraint !== undefined)
    return `grant ${grant.id} has the constraint ${grant.otherConstraint}, which kmspol does not know`;
  return foreign && grant.issuingAccount !== account ? grantAlone : undefined;
};

interface Part {
  readonly statement: Statement;
  readonly because: string | undefined;
}

const bound = /^kms:(encrypt|decrypt|generatedatakey\w*|reencrypt\w*)$/i;
const making = /^kms:creategrant$/i;

// A constraint on the encryption context binds the operations that carry one; a grant made by the grantee must be as
// strict (KMS API Reference, "GrantConstraints").
const partsOf = ({ id, actions, encryptionContext }: KeyGrant): readonly Part[] => {
  if (!encryptionContext) return [{ statement: grantStatement(actions, []), because: undefined }];
  const some = (wanted: (action: string) => boolean) => actions.filter(wanted);
  const parts: readonly Part[] = [
    {
      statement: grantStatement(
        some((action) => bound.test(action)),
        contextConditions(encryptionContext),
      ),
      because: undefined,
    },
    {
      statement: grantStatement(
        some((action) => making.test(action)),
        [],
      ),
      because: `grant ${id} lets only grants as strict be made`,
    },
    {
      statement: grantStatement(
        some((action) => !bound.test(action) && !making.test(action)),
        [],
      ),
      because: undefined,
    },
  ];
  return parts.filter(({ statement }) => statement.actions.length > 0);
};

const grantStatement = (actions: readonly string[], conditions: readonly ConditionTest[]): Statement => ({
  ...{ index: 0, sid: undefined, effect: "Allow", principals: [], notPrincipal: false, inert: undefined },
  ...{ actions, notAction: false, resources: ["*"], notResource: false, conditions },
});

const contextConditions = ({
  pairs,
  exact,
}: NonNullable<KeyGrant["encryptionContext"]>): readonly ConditionTest[] => [
  ...[...pairs].map(([key, value]) => ({
    operator: "StringEquals",
    key: `kms:EncryptionContext:${key}`,
    values: [value.replaceAll("$", "${$}")],
  })),
  ...(exact
    ? [{ operator: "ForAllValues:StringEquals", key: "kms:EncryptionContextKeys", values: [...pairs.keys()] }]
    : []),
];
