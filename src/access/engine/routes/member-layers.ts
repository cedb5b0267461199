import type { Policy, Statement } from "../../../policy/model.ts";
import type { BoundPolicy } from "../../../world/types.ts";
import type { EffectiveQuestion, LayerSource } from "../../effective/types.ts";
import { matchOfAllow, matchOfDeny, type PrincipalSet } from "../callers/principal-set.ts";
import { remembering } from "../group-by.ts";
import { readingsOf, type StatementReading } from "../open-readings.ts";
import { firstKnown, type KnownValues, organizationWith, valuesOfResource } from "./known-values.ts";
import { type GrantClause, grantClauses } from "./grant-clauses.ts";
import { levelsOf } from "./levels.ts";
import type { Member } from "./member.ts";
import type { ClauseResolver, ResolvedClause } from "./resolved-clause.ts";

/** The statements of one layer that speak to a member. */
export interface LayerClauses {
  readonly clauses: readonly ResolvedClause[];
  /** Why a policy of the layer is not known: it may allow, and it may deny. */
  readonly unknown: readonly string[];
}

/** How the key policy reaches a member. */
export interface KeyPolicyClauses {
  /** By its user or session ARN, or as one of all: no ceiling of the caller's own binds that. */
  readonly direct: readonly ResolvedClause[];
  /** By its role's ARN: the boundary binds. */
  readonly role: readonly ResolvedClause[];
  /** Through the account, which leaves it to IAM. */
  readonly account: readonly ResolvedClause[];
  readonly deny: readonly ResolvedClause[];
  /** Denies by NotPrincipal of which sources disagree whether they reach it. */
  readonly perhapsDeny: readonly ResolvedClause[];
}

/** Everything beside the key policy that binds a member. An absent layer binds nobody. */
export interface OwnLayers {
  readonly identity: LayerClauses | undefined;
  readonly boundary: LayerClauses | undefined;
  /** One a level, the root first. */
  readonly scp: readonly LayerClauses[];
  readonly rcp: LayerClauses | undefined;
  readonly grants: readonly GrantClause[];
}

/** Reads what binds members; what is said of many is read once. */
export interface LayerReader {
  keyPolicy(policy: Policy, member: Member): KeyPolicyClauses;
  own(member: Member): OwnLayers;
}

/** Reads what every layer but the key policy says of a member, in the terms of the question. */
export const layerReader = (
  question: EffectiveQuestion,
  partition: string,
  resolver: ClauseResolver,
): LayerReader => {
  const { facts } = question.key;
  const ofResource = valuesOfResource(question, facts.account ?? "");
  const read = (policies: readonly BoundPolicy[], known: KnownValues) => clausesOf(policies, known, resolver);
  const owner = organizationWith(facts.account ?? "", question.world.organizations);
  // None binds the keys that AWS manages (KMS Developer Guide, "Resource control policies in AWS KMS").
  const rcp = facts.manager === "AWS" ? [] : levelsOf(owner, "rcp", facts.account ?? "").flat();
  return {
    keyPolicy: (policy, member) => keyPolicyClauses(policy, member, partition, resolver),
    own: (member) => {
      const known = firstKnown(ofResource, member.known);
      const { person, serviceLinked, organization, account } = member;
      const bound = !serviceLinked && account !== undefined;
      return {
        identity: person && read(person.policies, known),
        boundary: person?.boundary && !serviceLinked ? read([person.boundary], known) : undefined,
        scp: bound ? levelsOf(organization, "scp", account).map((level) => read(level, known)) : [],
        rcp: serviceLinked ? undefined : read(rcp, known),
        grants: grantClauses(question.world.grants ?? [], member, resolver),
      };
    },
  };
};

const clausesOf = (
  policies: readonly BoundPolicy[],
  known: KnownValues,
  resolver: ClauseResolver,
): LayerClauses => ({
  clauses: policies.flatMap(({ name, of, content }) => {
    // Most policies of an account say nothing of KMS.
    if ("unknown" in content || content.policy.statements.length === 0) return [];
    return resolver.resolveAll(content.policy, known).map(({ statement, terms }) => ({
      terms,
      source: { policy: name, ...(of !== undefined && { of }), ...placeOf(statement) },
    }));
  }),
  unknown: policies.flatMap(({ name, content }) =>
    "unknown" in content ? [`${name}: ${content.unknown}`] : [],
  ),
});

const placeOf = ({ index, sid }: Statement): Pick<LayerSource, "index" | "sid"> => ({
  index,
  ...(sid !== undefined && { sid }),
});

const keyPolicyClauses = (
  { statements, version }: Policy,
  member: Member,
  partition: string,
  resolver: ClauseResolver,
): KeyPolicyClauses => {
  const found = statements.flatMap((statement) => {
    if (statement.inert !== undefined) return [];
    return readings(statement, partition).flatMap((reading) => {
      const reach = reachOf(statement, reading.principals, member);
      const terms = reach && resolver.resolve(statement, version, member.known, reading);
      return reach && terms ? [{ reach, clause: { terms, source: placeOf(statement) } }] : [];
    });
  });
  const by = (wanted: Reach) => found.flatMap(({ reach, clause }) => (reach === wanted ? [clause] : []));
  return {
    direct: by("direct"),
    role: by("role"),
    account: by("account"),
    deny: by("deny"),
    perhapsDeny: by("perhapsDeny"),
  };
};

type Reach = keyof KeyPolicyClauses;

// Thousands are held against the same few statements.
const sets = new WeakMap<Statement, Map<string, readonly StatementReading[]>>();

const readings = (statement: Statement, partition: string): readonly StatementReading[] => {
  const known = sets.get(statement) ?? new Map<string, readonly StatementReading[]>();
  sets.set(statement, known);
  return remembering(known, partition, () => readingsOf(statement, partition));
};

const reachOf = (statement: Statement, set: PrincipalSet, member: Member): Reach | undefined => {
  if (statement.effect === "Deny") {
    // NotPrincipal with Deny hits whoever has a boundary, listed or not (IAM User Guide, "NotPrincipal").
    if (set.except && member.person?.boundary) return "deny";
    const match = matchOfDeny(set, member.caller);
    return match === "no" ? undefined : match === "yes" ? "deny" : "perhapsDeny";
  }
  const match = matchOfAllow(set, member.caller);
  if (match === "none" || match === "account") return match === "none" ? undefined : "account";
  if (match === "everyone" || member.kind === "user" || member.kind === "service") return "direct";
  return member.kind === "session" && set.named.has(member.caller.example)
    ? "direct"
    : set.everyone
      ? "direct"
      : "role";
};
