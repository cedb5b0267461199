import { mayBeNewKey } from "../../policy/condition-keys.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { isPseudoKey } from "./conditions/resource-test.ts";
import type { AccessModel, Side, Via } from "./model.ts";
import type { Caller } from "./callers/caller.ts";
import { type BareDecision, decideRequest } from "../evaluate.ts";
import { decideUnderOrganizations } from "../evaluate-effective.ts";
import type { AccessExample, Decision } from "../types.ts";

/** Engine and evaluator differ: a fault of one of them. */
export const disagreement = "the two ways in which kmspol decides do not agree on this request";

/**
 * Puts an example to the plain evaluator, which was written apart from this engine. Undefined when it sees the same rise towards `to`;
 * else the reason why the rise is not certain.
 */
export const replay = (
  model: AccessModel,
  to: Side,
  via: Via,
  caller: Caller,
  example: AccessExample,
): string | undefined => {
  if (isNobody(caller)) return `${caller.example} names nobody who can make a request`;
  const { policies, facts, world } = model;
  const context = { ...withoutUnknownKeys(model), ...example.context };
  const request = { ...example, context, principal: askedAs(caller) };
  const decided = (side: Side): BareDecision =>
    world
      ? decideUnderOrganizations(request, { policy: policies[side], facts }, world)
      : decideRequest(policies[side], request, facts);
  const [newer, older] = [decided(to), decided(to === "after" ? "before" : "after")];
  // Whatever is not known may let them have more than that: it rises all the same.
  if (isCertainRise(older, newer, via)) return undefined;
  const doubt = newer.undecided ?? older.undecided;
  if (doubt !== undefined) return doubt;
  return isRise(older.decision, newer.decision, via) ? undefined : disagreement;
};

// Keys that no table knows are open to the evaluator: that the example lacks them has to be said.
const withoutUnknownKeys = ({ space }: AccessModel): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    space.dimensions
      .filter(({ key }) => mayBeNewKey(key) && !isPseudoKey(key))
      .map(({ tests, key }) => [tests[0]?.condition.key ?? key, []]),
  );

// What is no principal may read like a caller in the words of `can`: `logs.amazonaws.com` under `AWS`.
const isNobody = ({ kind, example }: Caller): boolean =>
  kind === "dead" && parsePrincipal("AWS", example).kind === "malformed";

/** The caller in the words of `can`: a root ARN there means some identity of the account. */
const askedAs = ({ kind, example, account }: Caller): string => {
  if (example.endsWith(":root")) return `root-user:${account?.split(":")[1] ?? ""}`;
  return kind === "service" ? `service:${example}` : example;
};

const isCertainRise = (older: BareDecision, newer: BareDecision, via: Via): boolean =>
  via === "iam" && newer.least === "needs-iam" && isRise(older.most, newer.least, via);

const isRise = (older: Decision, newer: Decision, via: Via): boolean =>
  via === "key-policy"
    ? newer === "allowed" && older !== "allowed"
    : newer === "needs-iam" && older !== "allowed" && older !== "needs-iam";
