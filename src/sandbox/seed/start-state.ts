import { uncheckedPolicy } from "../policy/accept-policy.ts";
import { grantId, uniqueId } from "../state/ids.ts";
import { keyArn, regionOf } from "../state/lookup.ts";
import { Random } from "../state/random.ts";
import type { SandboxState, StoredKey, StoredPolicy } from "../state/types.ts";
import { mainAccount, seedAccounts } from "./accounts.ts";
import { seedCredentials } from "./credentials.ts";
import { seedOrganization } from "./organization.ts";
import { formerUser, keySeeds, type KeySeed } from "./keys.ts";

export interface StartOptions {
  readonly region: string;
  /** Decides every id that is not written down in the seeds. */
  readonly seed: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Plain keys beside the seeded ones, each with an alias: `alias/extra-00001`, … */
  readonly extraKeys: number;
}

/** The state of a fresh sandbox. All of it seems to be a day old, so that slow propagation does not touch it. */
export const startState = (options: StartOptions): SandboxState => {
  const created = options.now - 24 * 60 * 60 * 1000;
  const random = new Random(`${options.seed}/ids`);
  const accounts = seedAccounts(random, created);
  const credentials = seedCredentials(accounts, created);
  const organization = seedOrganization();
  const state: SandboxState = { accounts, credentials, random, regions: new Map(), organization, trail: [] };
  const users = accounts.get(mainAccount)?.users;
  const id = uniqueId(random, "AIDA");
  const bare = { policies: new Map(), attached: new Set<string>(), tags: new Map() };
  users?.set(formerUser, { name: formerUser, path: "/", id, created, ...bare });
  for (const seed of keySeeds(options.region)) addKey(state, seed, options.region, created);
  for (let n = 1; n <= options.extraKeys; n++) addKey(state, extraKey(n), options.region, created);
  users?.delete(formerUser);
  addPredefinedAlias(state, options.region, created);
  return state;
};

/** AWS lists its own aliases before there are keys behind them. */
const addPredefinedAlias = (state: SandboxState, region: string, created: number): void => {
  const name = "alias/aws/ebs";
  regionOf(state, mainAccount, region).aliases.set(name, { name, created, updated: created });
};

const extraKey = (n: number): KeySeed => {
  const digits = String(n).padStart(5, "0");
  return {
    id: `00000000-0000-4000-8000-0000000${digits}`,
    alias: `alias/extra-${digits}`,
    description: `Extra key ${n}`,
    policy: extraPolicy,
  };
};

const extraPolicy = keySeeds("eu-west-1")[0]?.policy ?? "";

const addKey = (state: SandboxState, seed: KeySeed, home: string, created: number): void => {
  const account = seed.account ?? mainAccount;
  const sight = { state, now: created, faults: { propagation: 0 } };
  const policy = { ...uncheckedPolicy(seed.policy, sight), written: 0 };
  const material = state.random.bytes(32).toString("base64");
  for (const region of [home, ...(seed.replicas ?? [])]) {
    const store = regionOf(state, account, region);
    store.keys.set(seed.id, keyOf(seed, { account, region, home, created, policy, material }));
    if (seed.alias !== undefined) {
      store.aliases.set(seed.alias, { name: seed.alias, target: seed.id, created, updated: created });
    }
  }
  if (seed.alias === "alias/app") addGrant(state, account, home, seed.id, created);
};

interface KeyPlace {
  readonly account: string;
  readonly region: string;
  readonly home: string;
  readonly created: number;
  readonly policy: StoredPolicy;
  readonly material: string;
}

const keyOf = (seed: KeySeed, { account, region, home, created, policy, material }: KeyPlace): StoredKey => ({
  id: seed.id,
  arn: keyArn(account, region, seed.id),
  account,
  region,
  spec: seed.spec ?? "SYMMETRIC_DEFAULT",
  usage: seed.usage ?? "ENCRYPT_DECRYPT",
  origin: "AWS_KMS",
  manager: seed.manager ?? "CUSTOMER",
  ...(seed.replicas ? { related: [home, ...seed.replicas] } : {}),
  created,
  material,
  tags: new Map(Object.entries(seed.tags ?? {})),
  policies: [policy],
  grants: [],
  description: seed.description,
  state: seed.state ?? "Enabled",
  deletion: seed.state === "PendingDeletion" ? created + 30 * 24 * 60 * 60 * 1000 : undefined,
});

/** A grant as a service makes it for a key user. */
const addGrant = (
  state: SandboxState,
  account: string,
  region: string,
  id: string,
  created: number,
): void => {
  const key = regionOf(state, account, region).keys.get(id);
  if (!key) return;
  const role = `arn:aws:iam::${account}:role/service/Backup`;
  const grant = { id: grantId(state.random), token: grantId(state.random), name: "nightly-backup", created };
  const operations = ["Decrypt", "GenerateDataKey", "DescribeKey"];
  key.grants = [{ ...grant, grantee: role, issuer: `arn:aws:iam::${account}:root`, operations }];
};
