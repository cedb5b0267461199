import { RefusedError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { insertStatement } from "../policy/edit-statements.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { JsonObject } from "../policy/json-value.ts";
import { serviceNameOf } from "../policy/service-principals.ts";
import { whereNoSource } from "../policy/sourceless-services.ts";
import { expandActions } from "./action-set.ts";
import { freeSid } from "./console-statement.ts";
import { factsToWrite } from "./own-account.ts";
import { proveOnlyIntended } from "./prove.ts";
import { grantCondition, keyClassOf, useActions } from "./rights.ts";
import { hasStatementFor } from "./service-known.ts";
import { nameNotes, servicePrincipal } from "./service-principal.ts";
import { sourceCondition, type ServiceSource } from "./service-source.ts";
import { profileOf, type ServiceProfile } from "./services.ts";
import { assumptionNotes, type Edited } from "./verb.ts";

/**
 * Lets AWS services use the key as themselves, for the sources told: a statement each, with the service's own actions
 * (the key users' where the service is not in the table). A statement that says the same already changes nothing.
 * Throws UsageError for what is no service or no source, RefusedError (`service-acts-otherwise`, `service-key-type`,
 * `edit-not-exact`).
 */
export const grantService = (
  document: PolicyDocument,
  services: readonly string[],
  facts: KeyFacts,
  source: ServiceSource = {},
): Edited => {
  const known = factsToWrite(document, facts);
  const principals = services.map((text) => servicePrincipal(text, known));
  const after = principals.reduce((edited, name) => grantOne(edited, name, known, source), document);
  const words = new Set(principals.map((name) => `service:${name}`));
  const concerns = (principal: string) => words.has(principal);
  proveOnlyIntended(document, after, { concerns, gains: true, losses: false }, known);
  const own = principals.some((name) => isScopedItsOwnWay(profileOf(name)));
  const told = principals.flatMap((name) => [
    ...nameNotes(name, known),
    ...genericNotes(name),
    ...sourceNotes(name, source),
  ]);
  return {
    document: after,
    notes: after === document ? [] : [...told, ...assumptionNotes(facts)],
    inherent: source.unscoped === true || own ? ["service-principal-unscoped"] : [],
  };
};

const genericNotes = (principal: string): readonly string[] =>
  profileOf(principal) ? [] : [`What ${principal} needs is not known here: it gets the key users' actions.`];

/** What is written must be no surprise when check calls it a finding, and must work. */
const sourceNotes = (principal: string, { unscoped }: ServiceSource): readonly string[] => {
  const profile = profileOf(principal);
  const place = whereNoSource(principal);
  if (unscoped !== true && place !== undefined)
    return [
      `${profile?.title ?? principal} sends neither aws:SourceArn nor aws:SourceAccount ${place}: for that --unscoped is the form that works.`,
    ];
  const code = "check calls this service-principal-unscoped, a security finding";
  if (unscoped === true) return [`${principal} may be made to use the key for anyone's resources: ${code}.`];
  return profile?.grants === true
    ? [`Its grants are limited to resources of AWS, and to no account: where ${code}, that is why.`]
    : [];
};

/** Scoped by encryption context or by the grant condition, which the finding does not count. */
const isScopedItsOwnWay = (profile: ServiceProfile | undefined): boolean =>
  profile?.contextKey !== undefined || profile?.grants === true;

const grantOne = (
  document: PolicyDocument,
  principal: string,
  facts: KeyFacts,
  source: ServiceSource,
): PolicyDocument => {
  const profile = profileOf(principal);
  refuseKeyType(principal, profile, facts);
  const condition = sourceCondition(source, profile?.contextKey, facts);
  const title = `Allow ${profile?.title ?? plainName(principal)} to`;
  const use = { title: `${title} use the key`, actions: profile?.actions ?? useActions(facts), condition };
  const grants = {
    title: `${title} create grants`,
    actions: ["kms:CreateGrant"],
    condition: grantCondition,
  };
  const wanted = profile?.grants ? [use, grants] : [use];
  return wanted.reduce((edited, one) => addFor(edited, principal, one, facts), document);
};

interface Wanted {
  readonly title: string;
  readonly actions: readonly string[];
  readonly condition: JsonObject | undefined;
}

const addFor = (
  document: PolicyDocument,
  principal: string,
  { title, actions, condition }: Wanted,
  facts: KeyFacts,
): PolicyDocument =>
  hasStatementFor(document, principal, expandActions(actions), condition, facts)
    ? document
    : insertStatement(document, document.statements.length, {
        Sid: freeSid(document, title),
        Effect: "Allow",
        Principal: { Service: principal },
        Action: actions.length === 1 && actions[0] !== undefined ? actions[0] : actions,
        Resource: "*",
        ...(condition ? { Condition: condition } : {}),
      });

/** A Sid holds letters, digits and spaces. */
const plainName = (principal: string): string =>
  (serviceNameOf(principal)?.name ?? principal).replaceAll(/[^A-Za-z0-9]+/g, " ");

const refuseKeyType = (principal: string, profile: ServiceProfile | undefined, facts: KeyFacts): void => {
  if (!profile || facts.spec === undefined || profile.keys.includes(keyClassOf(facts))) return;
  const wanted = profile.keys.includes("V") ? "a signing key" : "a symmetric encryption key";
  throw new RefusedError("service-key-type", `${principal} needs ${wanted}, this one is ${facts.spec}`, {
    hint: `name ${wanted}`,
  });
};
