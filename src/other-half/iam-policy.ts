import { grantActions, grantCondition, keyClassOf, useActions } from "../default-view/rights.ts";
import { UsageError } from "../errors.ts";
import type { JsonObject } from "../policy/json-value.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parseKeyArn } from "./key-arn.ts";

/** For which key, and how much of the key users' rights. */
export interface IamPolicyRequest {
  readonly keyArn: string | undefined;
  readonly facts: KeyFacts;
  readonly only?: "use" | "grants" | undefined;
  /** Behind the Sids; whatever is no letter or digit is left out. Default: `InAccount` and the key's account. */
  readonly sidSuffix?: string | undefined;
  /** For a multi-Region key: further Regions whose keys the policy covers too. */
  readonly regions?: readonly string[] | undefined;
}

/**
 * The IAM policy that lets an identity use a key: the second half for another account, or a group's. It has the actions
 * of the key's kind, the key's ARN (never `*`, never an alias) and, for symmetric keys, the grants statement for AWS
 * services. Throws UsageError (`key-arn-needed`, `grants-need-symmetric-key`, `not-multi-region`).
 */
export const iamPolicyForKey = (request: IamPolicyRequest): JsonObject => {
  const { facts, only } = request;
  const symmetric = keyClassOf(facts) === "S";
  if (only === "grants" && !symmetric) throw noGrants();
  const suffix = (request.sidSuffix ?? `InAccount${parseKeyArn(request.keyArn).account}`).replaceAll(
    /[^A-Za-z0-9]/g,
    "",
  );
  const Resource = resourceOf(request);
  const use = { Sid: `AllowUseOfKey${suffix}`, Effect: "Allow", Action: useActions(facts), Resource };
  const grants = {
    Sid: `AllowServiceGrantsOnKey${suffix}`,
    Effect: "Allow",
    Action: grantActions,
    Resource,
    Condition: grantCondition,
  };
  const statements = [...(only === "grants" ? [] : [use]), ...(only === "use" || !symmetric ? [] : [grants])];
  return { Version: "2012-10-17", Statement: statements };
};

const resourceOf = ({ keyArn, regions = [] }: IamPolicyRequest): string | readonly string[] => {
  const { arn, partition, account, id, region } = parseKeyArn(keyArn);
  const others = regions.filter((other) => other !== region);
  if (others.length === 0) return arn;
  if (!id.startsWith("mrk-")) throw notMultiRegion(arn);
  return [arn, ...others.map((other) => `arn:${partition}:kms:${other}:${account}:key/${id}`)];
};

const noGrants = (): UsageError =>
  new UsageError("grants-need-symmetric-key", "AWS services use symmetric encryption keys only", {
    hint: "leave out --only grants for this key",
  });

const notMultiRegion = (arn: string): UsageError =>
  new UsageError("not-multi-region", `${arn} is no multi-Region key: it exists in its own Region only`, {
    hint: "leave the other Regions out",
  });

/**
 * The name of the inline policy that `--attach` writes and `--detach` removes: the same for a key every time, another
 * for each key and Region (IAM allows letters, digits and `+=,.@_-`, 128 at most).
 */
export const inlinePolicyName = (keyArn: string): string => {
  const { region, id } = parseKeyArn(keyArn);
  return `kmspol-${region}-${id}`;
};
