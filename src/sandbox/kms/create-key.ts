import { authoriseKms } from "../access/authorise.ts";
import type { Call, Operation } from "../call.ts";
import { acceptPolicy } from "../policy/accept-policy.ts";
import { defaultPolicy } from "../policy/default-policy.ts";
import { keyId } from "../state/ids.ts";
import { keyArn, regionOf } from "../state/lookup.ts";
import type { StoredKey } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { optionalFlag, optionalText } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { keyMetadata } from "./key-metadata.ts";
import { descriptionRule, policyRule, usagesOfSpec } from "./key-shapes.ts";
import { bypassContext } from "./put-key-policy.ts";
import { requireTagsFit, tagContext, tagsGiven } from "./tags.ts";

/** `CreateKey` of the KMS API. */
export const createKey: Operation = (input, call) => {
  const policyText = optionalText(input, "Policy", policyRule) ?? defaultPolicy(call.account);
  const bypass = optionalFlag(input, "BypassPolicyLockoutSafetyCheck");
  const draft = { ...identityOf(input, call), ...natureOf(input), tags: tagsGiven(input), created: call.now };
  authoriseKms(call, "kms:CreateKey", "*", { ...bypassContext(bypass), ...tagContext(draft.tags) });
  requireTagsFit(draft.tags.size);
  const policy = acceptPolicy(policyText, draft, bypass ?? false, call);
  const key: StoredKey = { ...draft, policies: [{ ...policy, written: 0 }], grants: [] };
  regionOf(call.state, call.account, call.region).keys.set(key.id, key);
  return { KeyMetadata: keyMetadata(key) };
};

const identityOf = (input: Input, call: Call) => {
  const multiRegion = optionalFlag(input, "MultiRegion") ?? false;
  const id = keyId(call.state.random, multiRegion);
  return {
    id,
    arn: keyArn(call.account, call.region, id),
    account: call.account,
    region: call.region,
    material: call.state.random.bytes(32).toString("base64"),
    ...(multiRegion ? { related: [call.region] } : {}),
  };
};

const natureOf = (input: Input) => {
  const specs = [...usagesOfSpec.keys()];
  const spec =
    optionalText(input, "KeySpec", { oneOf: specs }) ??
    optionalText(input, "CustomerMasterKeySpec", { oneOf: specs }) ??
    "SYMMETRIC_DEFAULT";
  const origin = optionalText(input, "Origin", { oneOf: ["AWS_KMS", "EXTERNAL"] }) ?? "AWS_KMS";
  return {
    spec,
    usage: usageFor(spec, optionalText(input, "KeyUsage")),
    origin,
    manager: "CUSTOMER" as const,
    state: origin === "EXTERNAL" ? ("PendingImport" as const) : ("Enabled" as const),
    description: optionalText(input, "Description", descriptionRule) ?? "",
  };
};

/** The usage defaults to encryption, which only symmetric and RSA keys can do: all others must say theirs. */
const usageFor = (spec: string, asked = "ENCRYPT_DECRYPT"): string => {
  if (usagesOfSpec.get(spec)?.includes(asked)) return asked;
  throw new ApiError("ValidationException", `KeyUsage ${asked} is not compatible with KeySpec ${spec}`);
};
