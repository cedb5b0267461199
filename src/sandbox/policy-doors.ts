import { UsageError } from "../errors.ts";
import { replacePolicy } from "./kms/put-key-policy.ts";
import type { World } from "./perform.ts";
import { uncheckedPolicy } from "./policy/accept-policy.ts";
import { policyAsRead, visiblePolicy } from "./policy/read-back.ts";
import type { Sandbox } from "./sandbox.ts";
import { mainAccount } from "./seed/accounts.ts";
import { regionOf } from "./state/lookup.ts";
import type { StoredKey } from "./state/types.ts";

/** How a test reads and writes a policy behind everyone's back: no request, no check. */
export const policyDoors = (world: World, region: string): Pick<Sandbox, "policyOf" | "setPolicy"> => ({
  policyOf: (key) =>
    policyAsRead(
      visiblePolicy(keyNamed(world, region, key), { faults: world.faults, now: world.now() }),
      world,
    ),
  setPolicy: (key, text) => {
    const sight = { state: world.state, faults: world.faults, now: world.now() };
    replacePolicy(keyNamed(world, region, key), uncheckedPolicy(text, sight), sight);
  },
});

const keyNamed = (world: World, region: string, name: string): StoredKey => {
  const { keys, aliases } = regionOf(world.state, mainAccount, region);
  const key = keys.get(aliases.get(name)?.target ?? name);
  if (!key) throw new UsageError("unknown-key", `the sandbox has no key ${name}`);
  return key;
};
