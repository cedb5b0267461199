import type { Budget } from "../boxes/box.ts";
import { type Caller, type OpenCaller, serviceCaller } from "./caller.ts";
import type { Test } from "../conditions/condition-test.ts";
import { explorePatterns } from "../patterns/explore-patterns.ts";
import type { Pattern } from "../patterns/pattern.ts";
import { textPattern } from "../patterns/pattern-text.ts";

const nameCharacters = "xyzabcdefghijklmnopqrstuvw0123456789-";
const serviceName: Pattern = [
  { star: false, only: nameCharacters },
  { star: true, only: `${nameCharacters}.` },
  ...textPattern(".amazonaws.com", { wildcards: false, variables: false }),
];
const open: OpenCaller = {
  to: "service",
  doubt: "there are too many patterns on the names of services to try every kind of service",
};

/** The word for the services that no policy at hand names. */
export const anyService = "service:any";

/** The AWS services that are named, and one for each way in which the tests on services can treat those that are not. */
export const servicesOf = (
  names: ReadonlySet<string>,
  region: string | undefined,
  tests: readonly Test[],
  budget: Budget,
): readonly Caller[] => {
  const patterns = tests.flatMap(({ key, matcher }) =>
    key.startsWith("aws:principalservicename") && matcher.family === "text" ? matcher.patterns : [],
  );
  const explored =
    patterns.length === 0 ? [] : explorePatterns(patterns, { within: serviceName, avoid: names, budget });
  const unnamed = explored && explored.length > 0 ? explored : [unusedService(names)];
  return [
    ...[...names].map((name) => serviceCaller(`service:${name}`, name, region)),
    ...unnamed.map((name) => ({
      ...serviceCaller(anyService, name, region),
      ...(explored === undefined && { open }),
    })),
  ];
};

/** A service with each account that it may count for. Which one that is is not documented: where a test asks, none and each is possible. */
export const withAccounts = (
  service: Caller,
  accounts: readonly string[],
  tests: readonly Test[],
): readonly Caller[] => {
  if (!tests.some(({ key }) => key.endsWith("account"))) return [service];
  return [service, ...accounts.map((account) => countingFor(service, account.split(":")[1] ?? ""))];
};

const countingFor = (service: Caller, account: string): Caller => ({
  ...service,
  keys: {
    get: (key) =>
      key === "aws:principalaccount" || key === "kms:calleraccount" ? [account] : service.keys.get(key),
  },
  context: { "aws:PrincipalAccount": account, "kms:CallerAccount": account },
});

/** A name that no service of those has. */
export const unusedService = (services: ReadonlySet<string>): string => {
  let name = "other.amazonaws.com";
  while (services.has(name)) name = `another-${name}`;
  return name;
};
