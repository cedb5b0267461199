/**
 * Where a service uses a key and sends no `aws:Source…` key, so that a condition on one keeps it out: a clause that begins with "where".
 * Undefined for services of which that is not known (each service's user guide).
 */
export const whereNoSource = (principal: string): string | undefined =>
  places.find(([names]) => names.test(principal))?.[1];

// Of whatever Region and partition. The names' table is not read for it: `check` does not load that.
const places: readonly (readonly [names: RegExp, place: string])[] = [
  // EventBridge User Guide, "Troubleshooting": conditions are not supported for encrypted SNS topics.
  [/^events\.(?:[a-z]+-[a-z-]+-\d+\.)?amazonaws\./, "where it publishes to an encrypted SNS topic"],
];
