import type { Test } from "../conditions/condition-test.ts";
import { userId } from "../conditions/known-keys.ts";
import { holds } from "../conditions/test-truth.ts";
import type { Caller } from "./caller.ts";

/**
 * For what callers are whose keys are settled, where those of others are open: `service` or `root`, and `in ID` for the organization whose
 * member they are, with `of a place` where that is known as well.
 */
export type Settled = string;

/**
 * Which keys of a caller follow from what it is, where those of others do not: the aws:userid of a root user is its account, only users
 * and roles have tags, a service is in no organization, and of others the data may tell theirs (IAM User Guide, "aws:PrincipalTag",
 * "aws:PrincipalOrgID").
 */
export const settledAs = ({
  userId: own,
  service,
  organization,
}: Pick<Caller, "userId" | "service" | "organization">): Settled | undefined => {
  if (service) return "service";
  const id = textOf(organization?.("aws:principalorgid"));
  const place = textOf(organization?.("aws:principalorgpaths"));
  const words = [
    ...(own === undefined ? [] : ["root"]),
    ...(id === undefined ? [] : [`in ${id}`]),
    ...(place === undefined ? [] : [`of a place ${place}`]),
  ];
  return words.length === 0 ? undefined : words.join(" ");
};

const textOf = (known: readonly string[] | undefined): string | undefined => known?.join();

/** A test on a key that is settled for some callers only. */
export const isSettledForSome = (test: Test): boolean => isSettledForRoot(test) || isOrganizationTest(test);

/** A test on a key that is settled for root users, and not for others of their account. */
export const isSettledForRoot = (test: Test): boolean => isUserIdTest(test) || isTagTest(test);

/** A test on aws:userid. */
export const isUserIdTest = ({ key, matcher }: Test): boolean =>
  key === userId && matcher.family !== "opaque";

const isTagTest = ({ key, matcher }: Test): boolean =>
  key.startsWith("aws:principaltag/") && matcher.family !== "opaque";

const isOrganizationTest = ({ key, matcher }: Test): boolean =>
  key.startsWith("aws:principalorg") && matcher.family !== "opaque";

/** Whether such a test is settled for callers of the kind. */
export const isSettledTest = (test: Test, settled: Settled | undefined): boolean => {
  if (settled === undefined) return false;
  if (settled === "service") return isTagTest(test) || isOrganizationTest(test);
  if (isSettledForRoot(test)) return settled.startsWith("root");
  if (!isOrganizationTest(test)) return false;
  if (test.key === "aws:principalorgpaths") return settled.includes("of a place ");
  return ofMembers.has(test.key) && settled.includes("in ");
};

const ofMembers: ReadonlySet<string> = new Set(["aws:principalorgid", "aws:principalorgmasteraccountid"]);

/** Whether a settled test holds for the caller. */
export const settledHolds = (
  test: Test,
  { userId: own, organization }: Pick<Caller, "userId" | "organization">,
): boolean => {
  if (isUserIdTest(test)) return holds(test, own === undefined ? undefined : [own]);
  return holds(test, isOrganizationTest(test) ? organization?.(test.key) : undefined);
};
