import type { Test } from "../conditions/condition-test.ts";
import { userId } from "../conditions/known-keys.ts";
import { holds } from "../conditions/test-truth.ts";
import type { Caller } from "./caller.ts";

/** Callers for whom keys are settled that are open for others. */
export type Settled = "root" | "service";

/**
 * Which keys of a caller follow from what it is, where those of others do not: the aws:userid of a root user is its account, only users
 * and roles have tags, and a service is in no organization (IAM User Guide, "aws:PrincipalTag", "aws:PrincipalOrgID").
 */
export const settledAs = ({
  userId: own,
  service,
}: Pick<Caller, "userId" | "service">): Settled | undefined =>
  service ? "service" : own === undefined ? undefined : "root";

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
  return settled === "root" ? isSettledForRoot(test) : isTagTest(test) || isOrganizationTest(test);
};

/** Whether a settled test holds for the caller. */
export const settledHolds = (test: Test, { userId: own }: Pick<Caller, "userId">): boolean =>
  holds(test, !isUserIdTest(test) || own === undefined ? undefined : [own]);
