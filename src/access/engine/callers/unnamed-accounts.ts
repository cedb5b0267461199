import type { Budget } from "../boxes/box.ts";
import type { Test } from "../conditions/condition-test.ts";
import type { OpenCaller } from "./caller.ts";
import { explorePatterns } from "../patterns/explore-patterns.ts";
import type { Pattern, Token } from "../patterns/pattern.ts";
import { textPattern } from "../patterns/pattern-text.ts";

const doubt = "there are too many patterns on account ids to try every kind of account";
const digit: Token = { star: false, only: "9876543210" };
const accountId: Pattern = Array.from({ length: 12 }, () => digit);

/**
 * Accounts that no policy names, as `PARTITION:ACCOUNT`: one for each way in which the patterns on account ids can treat them. Such
 * patterns are rare, so there is nearly always one; where there are too many ways, tests on them are left open.
 */
export const unnamedAccounts = (
  partition: string,
  named: ReadonlySet<string>,
  tests: readonly Test[],
  budget: Budget,
): { readonly accounts: readonly string[]; readonly open?: OpenCaller } => {
  const taken = new Set([...named].map((account) => account.split(":")[1] ?? ""));
  const found = explorePatterns(tests.flatMap(accountPatterns), { within: accountId, avoid: taken, budget });
  const ids = found && found.length > 0 ? found : ["999999999999"];
  const accounts = ids.map((account) => `${partition}:${account}`);
  return found ? { accounts } : { accounts, open: { to: "account", doubt } };
};

const accountPatterns = ({ key, matcher, condition }: Test): readonly Pattern[] => {
  if (matcher.family !== "text") return [];
  if (key === "kms:calleraccount" || key === "aws:principalaccount") return matcher.patterns;
  // The aws:userid of a root user is its account.
  if (key === "aws:userid") return matcher.patterns;
  if (key !== "aws:principalarn") return [];
  const parts = condition.values.map((value) => value.split(":")[4] ?? "*");
  return parts
    .filter((part) => /[*?]/.test(part) && part !== "*")
    .map((part) => textPattern(part, { wildcards: true, variables: false }));
};
