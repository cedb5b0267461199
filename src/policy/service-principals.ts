import { servicePrincipalTable } from "./service-principals.generated.ts";

const names: ReadonlySet<string> = new Set(servicePrincipalTable.names);

// What the names of services end with, by partition (AWS CDK, region-info, "domain suffix").
const suffixes = new Map([
  ["aws", "amazonaws.com"],
  ["aws-us-gov", "amazonaws.com"],
  ["aws-cn", "amazonaws.com.cn"],
  ["aws-iso", "c2s.ic.gov"],
  ["aws-iso-b", "sc2s.sgov.gov"],
  ["aws-iso-e", "cloud.adc-e.uk"],
  ["aws-iso-f", "csp.hci.ic.gov"],
  ["aws-eusc", "amazonaws.eu"],
]);

const region = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** What the names of services and hosts end with in a partition; undefined for one that is not known. */
export const suffixOf = (partition: string): string | undefined => suffixes.get(partition);

/** A service principal in its parts: `logs.cn-north-1.amazonaws.com.cn` is `logs`, `cn-north-1`, `amazonaws.com.cn`. */
export interface ServiceName {
  readonly name: string;
  readonly region?: string;
  readonly suffix: string;
}

/** Takes a service principal apart; undefined for a text that does not end as the names of services do. */
export const serviceNameOf = (principal: string): ServiceName | undefined => {
  const suffix = [...new Set(suffixes.values()), "amazon.com"]
    .filter((end) => principal.endsWith(`.${end}`))
    .sort((a, b) => b.length - a.length)[0];
  if (suffix === undefined) return undefined;
  const parts = principal.slice(0, -suffix.length - 1).split(".");
  const at = parts.findIndex((part) => region.test(part));
  const found = at < 0 ? undefined : parts[at];
  const name = parts.filter((_, i) => i !== at).join(".");
  return found === undefined ? { name, suffix } : { name, region: found, suffix };
};

/** True for a service principal of the table (its date: `servicePrincipalsAsOf`), in whatever Region and partition. */
export const isKnownService = (principal: string): boolean => names.has(serviceNameOf(principal)?.name ?? "");

/** The names of the table, without what follows them: for suggestions. */
export const knownServiceNames: readonly string[] = servicePrincipalTable.names;

/** The day of the table, `YYYY-MM-DD`. */
export const servicePrincipalsAsOf: string = servicePrincipalTable.date;
