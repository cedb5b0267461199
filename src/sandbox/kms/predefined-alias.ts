import type { Call } from "../call.ts";
import { uncheckedPolicy } from "../policy/accept-policy.ts";
import { managedPolicy } from "../seed/policies.ts";
import { keyId } from "../state/ids.ts";
import { keyArn, regionOf } from "../state/lookup.ts";
import type { StoredKey } from "../state/types.ts";

/**
 * DescribeKey of a predefined alias that has no key yet makes the AWS managed key (KMS API Reference, DescribeKey):
 * the one read that changes something.
 */
export const bringToLife = (name: unknown, call: Call): void => {
  const { aliases, keys } = regionOf(call.state, call.account, call.region);
  const alias = typeof name === "string" ? aliases.get(name) : undefined;
  if (!alias || alias.target !== undefined) return;
  const key = managedKey(alias.name.replace("alias/aws/", ""), call);
  keys.set(key.id, key);
  aliases.set(alias.name, { ...alias, target: key.id, updated: call.now });
};

const managedKey = (service: string, call: Call): StoredKey => {
  const id = keyId(call.state.random, false);
  const policy = uncheckedPolicy(managedPolicy(call.account, call.region, service), call);
  return {
    id,
    arn: keyArn(call.account, call.region, id),
    account: call.account,
    region: call.region,
    spec: "SYMMETRIC_DEFAULT",
    usage: "ENCRYPT_DECRYPT",
    origin: "AWS_KMS",
    manager: "AWS",
    created: call.now,
    material: call.state.random.bytes(32).toString("base64"),
    tags: new Map(),
    policies: [{ ...policy, written: 0 }],
    grants: [],
    description: `Default key of ${service}`,
    state: "Enabled",
  };
};
