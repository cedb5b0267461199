import type { KeyFacts } from "../policy/key-facts.ts";
import { fixedParts } from "../policy/symbols.ts";
import { globMatches, hasWildcard } from "./pattern.ts";

/** Whether a Resource entry covers the key: `open` where the key's ARN is needed to tell, and is not known. */
export type Covers = "yes" | "no" | "open";

/** Decides it with as much of the key's ARN as is known. No alias ARN ever stands for the key (KMS Developer Guide). */
export const coversKey = (entry: string, facts: KeyFacts): Covers => {
  const parts = entry === facts.arn ? undefined : fixedParts(entry);
  // What is filled in before the policy is put may be anything that the rest lets it be.
  if (parts) return coversKey(parts.join("*"), facts) === "no" ? "no" : "open";
  if (facts.arn !== undefined) return globMatches(entry, facts.arn) ? "yes" : "no";
  if (!entry.includes(":")) return globMatches(entry, "arn:") || /^[*?]+$/.test(entry) ? "open" : "no";
  const [arn = "", partition = "", service = "", region = "", account = "", ...rest] = entry.split(":");
  const resource = rest.join(":");
  const fits =
    part(arn, "arn") &&
    part(partition, facts.partition) &&
    part(service, "kms") &&
    part(region, facts.region) &&
    part(account, facts.account) &&
    (resource.startsWith("key/") || hasWildcard(entry));
  return fits ? "open" : "no";
};

// A pattern may spend its wildcards across colons; where one does, only the whole ARN could tell.
const part = (pattern: string, value: string | undefined): boolean =>
  value === undefined || hasWildcard(pattern) || pattern === "" || pattern === value;
