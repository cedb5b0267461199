import { listAccess } from "../access/list-access.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, PrincipalEntry, Statement } from "../policy/model.ts";
import { fixedParts, isAnotherAccount } from "../policy/symbols.ts";
import { publicAmong } from "./public-access.ts";

/**
 * The principals that something fills in before the policy is put, as they are written, which may turn out to be `*` and would then let
 * anyone in; none where a Deny or a condition keeps strangers out whatever they are. Pure; throws nothing.
 */
export const publicNotKnown = (policy: Policy, facts: KeyFacts): readonly string[] => {
  const open = [...new Set(policy.statements.filter(isPlainAllow).flatMap(anybodyIn))];
  return open.filter((value) => publicAmong(listAccess(withEveryone(policy, value), facts)).length > 0);
};

const isPlainAllow = ({ effect, inert, notPrincipal }: Statement): boolean =>
  effect === "Allow" && inert === undefined && !notPrincipal;

const anybodyIn = ({ principals }: Statement): readonly string[] =>
  principals.filter(mayBeEveryone).map(({ value }) => value);

const mayBeEveryone = ({ type, value }: PrincipalEntry): boolean =>
  type === "AWS" && fixedParts(value)?.join("") === "" && !isAnotherAccount(value);

const withEveryone = (policy: Policy, value: string): Policy => ({
  ...policy,
  statements: policy.statements.map((statement) =>
    statement.principals.some((entry) => entry.value === value)
      ? {
          ...statement,
          principals: statement.principals.map((one) => (one.value === value ? everyone : one)),
        }
      : statement,
  ),
});

const everyone: PrincipalEntry = { type: "AWS", value: "*" };
