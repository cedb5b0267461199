import { mayBeNewKey } from "../../policy/condition-keys.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import { isAnotherAccount, whyOpaque } from "../../policy/symbols.ts";
import { partitionOfOwner } from "../../policy/owner.ts";
import { type RequestCaller, rootUserOf } from "./caller.ts";
import { isNeverOf, neverCarries } from "./carried.ts";
import {
  contextOfCaller,
  contextOfKey,
  isOnEveryRequest,
  keysOfSomeIdentity,
  withArnParts,
  withCallPath,
  withMoment,
} from "./known-context.ts";
import { roleArnsOf } from "./role-path.ts";
import { type ContextEntries, type RequestContext, requestContext } from "./request-context.ts";

/** One request with everything settled that a decision needs. */
export interface Scene {
  readonly policy: Policy;
  readonly caller: RequestCaller;
  /** The caller belongs to the account that owns the key. */
  readonly home: boolean;
  readonly action: string;
  readonly facts: KeyFacts;
  readonly context: RequestContext;
  /** What was assumed, where it is one of several possibilities: a clause that says what is not known. */
  readonly assumes: string | undefined;
}

/** What a request gives, before it is known who owns the key or under which path a role lies. */
export interface OpenRequest {
  readonly caller: RequestCaller;
  readonly action: string;
  readonly given: ContextEntries;
  /** Folded names of keys that are not known (rather than absent) where they are not given. */
  readonly isOpen?: (key: string) => boolean;
  /** How the value of a key (folded) begins, where no more of it is known. */
  readonly startOf?: (key: string) => string | undefined;
}

/** Every way the request may be meant: most often one. The first is the likeliest. */
export const scenesOf = (policy: Policy, request: OpenRequest, facts: KeyFacts): readonly Scene[] => {
  const known = withPartition(policy, withArnParts(facts));
  const caller =
    request.caller.kind === "root-user" && request.caller.account !== undefined
      ? rootUserOf(request.caller.account, request.caller.partition ?? known.partition)
      : request.caller;
  const { action } = request;
  const moment = withMoment(request.given);
  const given = request.isOpen?.("aws:viaawsservice") === true ? moment : withCallPath(moment);
  const arns = principalArns(caller, given, policy);
  const assumes = assumption(caller, known, arns);
  return homes(caller, known).flatMap((home) =>
    arns.map((arn) => {
      const context = contextOf({ ...request, caller, given }, arn, known);
      return { policy, caller, home, action, facts: known, context, assumes };
    }),
  );
};

// Thousands of requests are decided by the same policy and facts.
const settled = new WeakMap<Policy, WeakMap<KeyFacts, KeyFacts>>();

// The same account in the ARNs of the policy tells the partition where nothing else does.
const withPartition = (policy: Policy, facts: KeyFacts): KeyFacts => {
  if (facts.partition !== undefined || facts.account === undefined) return facts;
  const ofPolicy = settled.get(policy) ?? new WeakMap<KeyFacts, KeyFacts>();
  const known = ofPolicy.get(facts) ?? {
    ...facts,
    partition: partitionOfOwner([policy], facts, facts.account),
  };
  settled.set(policy, ofPolicy.set(facts, known));
  return known;
};

const homes = (caller: RequestCaller, facts: KeyFacts): readonly boolean[] => {
  if (caller.account === undefined) return [true];
  if (facts.account === undefined) return [true, false];
  const home = facts.account === caller.account;
  return home || whyPerhapsOwn(caller) === undefined ? [home] : [false, true];
};

/** Why it is not known whether an account that has but a name is the key's own; undefined where that is known. */
const whyPerhapsOwn = ({ account = "" }: RequestCaller): string | undefined =>
  isAnotherAccount(account) ? undefined : whyOpaque(account);

const principalArns = (
  caller: RequestCaller,
  given: ContextEntries,
  policy: Policy,
): readonly (string | undefined)[] => {
  if (caller.kind !== "session") return [caller.arn];
  const values = given.filter(([key]) => key.toLowerCase() === "aws:principalarn");
  return roleArnsOf(
    caller,
    policy,
    values.flatMap(([, arns]) => arns),
  );
};

const contextOf = (
  { caller, action, given, isOpen = () => false, startOf }: OpenRequest,
  arn: string | undefined,
  facts: KeyFacts,
): RequestContext => {
  const fixed = [...contextOfCaller(caller, arn, facts.region), ...contextOfKey(facts)];
  const hidden = caller.kind === "some-identity" ? keysOfSomeIdentity : new Set<string>();
  return requestContext(fixed, given, {
    isThere: isOnEveryRequest,
    isNever: (key) => neverCarries(action, key) || isNeverOf(caller.kind, key),
    isOpen: (key) => hidden.has(key) || mayBeNewKey(key) || isOpen(key),
    startOf,
  });
};

const assumption = (caller: RequestCaller, facts: KeyFacts, arns: readonly unknown[]): string | undefined => {
  if (facts.account === undefined && caller.account !== undefined)
    return "the account that owns the key is not known";
  const perhapsOwn = facts.account === caller.account ? undefined : whyPerhapsOwn(caller);
  if (perhapsOwn !== undefined) return perhapsOwn;
  return arns.length > 1 ? `the path of the role ${caller.name} is not known` : undefined;
};
