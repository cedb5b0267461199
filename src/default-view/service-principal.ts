import { nearest } from "../check/nearest.ts";
import { UsageError } from "../errors.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parsePrincipal } from "../policy/principal.ts";
import {
  isKnownService,
  knownServiceNames,
  serviceNameOf,
  servicePrincipalsAsOf,
  suffixOf,
} from "../policy/service-principals.ts";
import { refuseOtherWays } from "./other-ways.ts";
import { profileOf } from "./services.ts";

/**
 * The service principal that an operand means: `sns` is `sns.amazonaws.com` in every partition, `logs` that of the key's
 * Region and partition; a whole name is itself. Throws UsageError (`invalid-service-principal` with the nearest name,
 * `other-service-name`, `region-needed`), RefusedError (`service-acts-otherwise`).
 */
export const servicePrincipal = (text: string, facts: KeyFacts): string => {
  const isWhole = serviceNameOf(text) !== undefined;
  const whole = isWhole ? text : `${text}.amazonaws.com`;
  if (parsePrincipal("Service", whole).kind !== "service") throw noPrincipal(text);
  const name = serviceNameOf(whole)?.name ?? text;
  refuseOtherWays(name, facts);
  if (!isKnownService(whole)) {
    const meant = nearest(name, knownServiceNames);
    // A new service is in no table yet: who writes its whole name, near to no other, means it.
    if (!isWhole || meant !== undefined) throw noPrincipal(text, meant);
  }
  return isWhole || profileOf(whole)?.regional === undefined ? whole : regional(text, facts);
};

/**
 * The service principal that a caller's name means, which may be one that no statement can be made for: short as in `servicePrincipal`, or
 * whole as it is. Throws UsageError (`invalid-service-principal`, `region-needed`).
 */
export const callingService = (text: string, facts: KeyFacts): string => {
  if (serviceNameOf(text) !== undefined) return text;
  const whole = `${text}.amazonaws.com`;
  if (!isKnownService(whole)) throw noPrincipal(text, nearest(text, knownServiceNames));
  return profileOf(whole)?.regional === undefined ? whole : regional(text, facts);
};

/**
 * CloudWatch Logs alone of those in the table has a name in each Region, which ends as the partition's names do
 * (CloudWatch Logs User Guide, "Encrypt log data"; AWS CDK, region-info, default service principals).
 */
const regional = (name: string, { region, partition = "aws" }: KeyFacts): string => {
  if (region === undefined) {
    throw new UsageError(
      "region-needed",
      `${name} has a principal in each Region, and the key's is not known`,
      { hint: `write ${name}.REGION.amazonaws.com, or tell the key with --key-arn` },
    );
  }
  return `${name}.${region}.${suffixOf(partition) ?? "amazonaws.com"}`;
};

const noPrincipal = (text: string, meant?: string): UsageError =>
  new UsageError("invalid-service-principal", `${text} is no service principal`, {
    hint:
      meant === undefined
        ? "write a name such as cloudtrail or cloudtrail.amazonaws.com"
        : `did you mean ${meant}? A service newer than ${servicePrincipalsAsOf} is named whole, NAME.amazonaws.com`,
  });

/**
 * What is not sure of a name, one sentence each: one that is in no table, and a partition of which no source tells how
 * its services are called.
 */
export const nameNotes = (principal: string, { partition = "aws" }: KeyFacts): readonly string[] => {
  const isRegional = serviceNameOf(principal)?.region !== undefined;
  return [
    ...(isKnownService(principal)
      ? []
      : [
          `${principal} is in no table of services here (of ${servicePrincipalsAsOf}): KMS refuses a name that is none.`,
        ]),
    ...(/^aws-(iso|eusc)/.test(partition) && !isRegional
      ? [
          `Whether ${principal} is the service's name in the partition ${partition} is not known here: where its guide names another, write that one whole.`,
        ]
      : []),
  ];
};
