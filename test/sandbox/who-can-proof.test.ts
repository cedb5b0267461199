import { expect, test } from "vitest";
import { decideByLayers } from "../../src/access/evaluate-effective.ts";
import type { EffectiveQuestion } from "../../src/access/effective/types.ts";
import type { Access, AccessRequest } from "../../src/access/types.ts";
import { listWithWorld } from "../../src/access/with-world.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { factsOf } from "../../src/sandbox/access/key-facts.ts";
import { policyInForce, visiblePolicy } from "../../src/sandbox/policy/read-back.ts";
import { perform } from "../../src/sandbox/perform.ts";
import { awsManagedPolicies } from "../../src/sandbox/state/aws-managed.ts";
import { roleArn, userArn } from "../../src/sandbox/state/lookup.ts";
import { Random } from "../../src/sandbox/state/random.ts";
import type {
  Identity,
  Organization,
  SandboxState,
  StoredGrant,
  StoredKey,
} from "../../src/sandbox/state/types.ts";
import { ApiError } from "../../src/sandbox/wire/api-error.ts";
import type { Output, Service } from "../../src/sandbox/wire/request.ts";
import { readGrants } from "../../src/world/read-grants.ts";
import { readWorld } from "../../src/world/read-world.ts";
import { holdsFor } from "../access/inside-access.ts";
import { times } from "../support/long-form.ts";
import { owner, partner, randomState, region, tried } from "./random-state.ts";

// Each line of `who-can` with IAM data is tried as a call of that principal in a sandbox that puts the layers together by
// itself; and what no line gives is tried as well, and refused.

const faults = { propagation: 0, latency: 0, throttle: undefined, drop: 0 };
const order = { shuffled: <T>(items: readonly T[]) => [...items] };

const sandboxOf = (state: SandboxState) => {
  const world = { state, faults, order, now: Date.now };
  const ask = (service: Service, operation: string, identity: Identity, input: object): Output => {
    const accessKeyId = `AKIA${JSON.stringify(identity)}`;
    const credential = { accessKeyId, secretAccessKey: "", identity, created: 0 };
    state.credentials.set(accessKeyId, credential);
    const request = { service, operation, region, accessKeyId, sessionToken: undefined, signedAt: undefined };
    return perform({ ...request, input: new Map(Object.entries(input)) }, world);
  };
  return { ask, state };
};

/** What AWS would say of the whole state, read as `--iam` reads it. */
const questionOf = (state: SandboxState, key: StoredKey): EffectiveQuestion => {
  const { ask } = sandboxOf(state);
  const details = [owner, partner].map((account) => {
    const root: Identity = { kind: "root", account };
    return { name: account, value: withAwsPolicies(detailsOf({ ask, state }, root)) };
  });
  const { organization } = state;
  const alone = { Organization: null, Accounts: organization ? [partner] : [owner, partner] };
  const files = [...details, { name: "alone", value: alone }];
  const world = readWorld(
    organization ? [...files, { name: "organization", value: organizationFile(organization) }] : files,
  );
  const text = policyInForce(visiblePolicy(key, { now: Date.now(), faults }), { state });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("the key's policy does not parse");
  const facts = { ...factsOf(key), aliases: ["alias/app"], tags: key.tags };
  const grants = readGrants({ Grants: key.grants.map(listed) });
  return { key: { policy: readPolicy(document), facts }, world: { ...world, grants }, ceilings: {} };
};

// What the reader does over the wire: the root user may be kept out by the organization, and the state is asked all the same.
const detailsOf = ({ ask, state }: ReturnType<typeof sandboxOf>, root: Identity): Output => {
  const { organization } = state;
  Object.assign(state, { organization: undefined });
  try {
    return ask("iam", "GetAccountAuthorizationDetails", root, { MaxItems: "1000" });
  } finally {
    Object.assign(state, { organization });
  }
};

/** A boundary that is attached to nobody is looked up by itself. */
const withAwsPolicies = (details: Output): object => ({
  ...details,
  Policies: [
    ...(details["Policies"] as readonly object[]),
    ...[...awsManagedPolicies.values()].map(({ arn, versions, inForce }) => ({
      ...{ Arn: arn, DefaultVersionId: inForce },
      PolicyVersionList: [{ VersionId: inForce, Document: versions.get(inForce)?.text }],
    })),
  ],
});

const organizationFile = (organization: Organization): object => ({
  Organization: { Id: organization.id, MasterAccountId: organization.management },
  PolicyTypes: [...organization.enabled],
  Parents: Object.fromEntries(organization.parents),
  Policies: [...organization.policies.values()].map(({ id, name, type, text }) => ({
    PolicySummary: { Id: id, Name: name, Type: type },
    Content: text,
  })),
  Attachments: Object.fromEntries([...organization.attachments].map(([at, ids]) => [at, [...ids]])),
});

const listed = ({ id, grantee, operations, issuer, constraints }: StoredGrant) => ({
  ...{ GrantId: id, GranteePrincipal: grantee, Operations: operations, IssuingAccount: issuer },
  Constraints: {
    ...(constraints?.equals && { EncryptionContextEquals: Object.fromEntries(constraints.equals) }),
    ...(constraints?.subset && { EncryptionContextSubset: Object.fromEntries(constraints.subset) }),
  },
});

/** Everybody who can call, by the ARN under which the lines name it. */
const callersOf = (state: SandboxState): ReadonlyMap<string, Identity> =>
  new Map(
    [owner, partner].flatMap((account): [string, Identity][] => {
      const found = state.accounts.get(account);
      if (!found) return [];
      const { users, roles } = found;
      return [
        [`root-user:${account}`, { kind: "root", account }],
        ...[...users.values()].map((user): [string, Identity] => [
          userArn(account, user),
          { kind: "user", account, name: user.name },
        ]),
        ...[...roles.values()].map((role): [string, Identity] => [
          roleArn(account, role),
          { kind: "session", account, role: role.name, roleId: role.id, session: "proof" },
        ]),
      ];
    }),
  );

const contexts: readonly Readonly<Record<string, string>>[] = [{}, { team: "red" }, { team: "blue" }];
const carriesContext = new Set<string>(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);

/** The call itself: with DryRun where it would do something. */
const tryCall = (
  { ask }: ReturnType<typeof sandboxOf>,
  identity: Identity,
  { action, pairs, key }: { action: string; pairs: Readonly<Record<string, string>>; key: StoredKey },
): boolean => {
  const inputs: Readonly<Record<string, object>> = {
    "kms:Decrypt": { EncryptionContext: pairs, DryRun: true, DryRunModifiers: ["IGNORE_CIPHERTEXT"] },
    "kms:Encrypt": { EncryptionContext: pairs, DryRun: true, Plaintext: "AA==" },
    "kms:GenerateDataKey": { EncryptionContext: pairs, DryRun: true, KeySpec: "AES_256" },
    "kms:CreateGrant": {
      ...{ DryRun: true, Operations: ["Decrypt"] },
      GranteePrincipal: `arn:aws:iam::${owner}:role/App`,
    },
    "kms:GetKeyPolicy": { PolicyName: "default" },
  };
  try {
    ask("kms", action.slice(4), identity, { KeyId: key.arn, ...inputs[action] });
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.name === "DryRunOperationException") return true;
    if (error.name === "AccessDeniedException") return false;
    throw error;
  }
};

const given = (pairs: Readonly<Record<string, string>>) => ({
  ...Object.fromEntries(
    Object.entries(pairs).map(([name, value]) => [`kms:EncryptionContext:${name}`, value]),
  ),
  ...(Object.keys(pairs).length > 0 && { "kms:EncryptionContextKeys": Object.keys(pairs) }),
});

const worlds = times(10, 300);

test(
  `in ${worlds} random sandboxes every line can be done, and what no line gives is refused`,
  { timeout: 900_000 },
  () => {
    let [allowed, refused, outside, examples] = [0, 0, 0, 0];
    for (let n = 0; n < worlds; n++) {
      const seed = `who-can/${n}`;
      const { state, key } = randomState(seed, new Random(seed));
      const question = questionOf(state, key);
      const sandbox = sandboxOf(state);
      const callers = callersOf(state);
      const rows = listWithWorld(question, tried);
      const { facts } = question.key;
      const holds = (row: Access, request: AccessRequest) => !isCertain(row) || holdsFor(row, request, facts);
      for (const row of rows) {
        const identity = callers.get(row.principal);
        const pairs = pairsIn(row);
        if (!identity || !pairs || row.undecided !== undefined) continue;
        const action = row.example.action;
        if (!tried.some((one) => one === action) || action === "kms:CreateGrant") continue;
        examples += 1;
        const can = tryCall(sandbox, identity, { action, pairs, key });
        expect(can, `${seed}: ${row.principal} ${action} ${JSON.stringify(row.example)}`).toBe(true);
      }
      for (const [principal, identity] of callers) {
        for (const action of tried) {
          for (const pairs of carriesContext.has(action) ? contexts : contexts.slice(0, 1)) {
            const caller = principal.includes(":role/")
              ? `arn:aws:sts::${identity.account}:assumed-role/${principal.split("/").at(-1) ?? ""}/proof`
              : principal;
            const request = { principal: caller, action, context: given(pairs) };
            const { decision, undecided } = decideByLayers(request, question);
            if (undecided !== undefined) continue;
            const can = tryCall(sandbox, identity, { action, pairs, key });
            const told = `${seed}: ${principal} ${action} ${JSON.stringify(pairs)}, by the layers ${decision}`;
            expect(can, told).toBe(decision === "allowed");
            if (can) {
              allowed += 1;
              expect(
                rows.some((row) => isAbout(row, principal, action) && holds(row, request)),
                `${told}, and no line tells of it`,
              ).toBe(true);
            } else {
              refused += 1;
              const claims = rows.filter(
                (row) => row.principal === principal && row.actions.includes(action) && isCertain(row),
              );
              if (claims.length > 0) outside += 1;
              expect(
                claims.filter((row) => holds(row, request)),
                `${told}, and a line tells of it`,
              ).toEqual([]);
            }
          }
        }
      }
    }
    expect(Math.min(allowed, refused, examples)).toBeGreaterThan(worlds);
    // Requests of somebody whom a line gives the action, outside of its conditions.
    expect(outside).toBeGreaterThan(worlds / 2);
  },
);

const isCertain = ({ undecided }: Access): boolean => undecided === undefined;

const isAbout = ({ principal, actions }: Access, caller: string, action: string): boolean =>
  actions.includes(action) &&
  (principal === caller || principal.startsWith("account:") || principal === "anyone");

/** The encryption context of a line's example, where that is all that it asks for. */
const pairsIn = ({ example }: Access): Readonly<Record<string, string>> | undefined => {
  const prefix = "kms:EncryptionContext:";
  const entries = Object.entries(example.context).filter(([name]) => name !== "kms:EncryptionContextKeys");
  if (!entries.every(([name, value]) => name.startsWith(prefix) && typeof value === "string"))
    return undefined;
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), String(value)]));
};
