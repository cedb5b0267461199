import { identityArn } from "./access/caller.ts";
import type { FaultSettings } from "./faults/settings.ts";
import { iamOperations } from "./iam/operations.ts";
import { kmsOperations } from "./kms/operations.ts";
import { organizationsOperations } from "./organizations/operations.ts";
import type { Random } from "./state/random.ts";
import type { Identity, SandboxState, StoredKey } from "./state/types.ts";
import { trailed } from "./trail/event.ts";
import { trailOperations } from "./trail/lookup-events.ts";
import { stsOperations } from "./sts/operations.ts";
import { ApiError } from "./wire/api-error.ts";
import { authenticate } from "./wire/authenticate.ts";
import { type Output, type Service, speaksJson, type WireRequest } from "./wire/request.ts";

/** What every request meets: the state, and how the sandbox is to behave. */
export interface World {
  readonly state: SandboxState;
  readonly faults: FaultSettings;
  readonly order: Pick<Random, "shuffled">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const operations = {
  kms: kmsOperations,
  iam: iamOperations,
  sts: stsOperations,
  organizations: organizationsOperations,
  cloudtrail: trailOperations,
} as const;

/** Carries out one request. Throws ApiError. */
export const perform = (request: WireRequest, world: World): Output => {
  const operation = operations[request.service].get(request.operation);
  if (!operation) throw unknownOperation(request.service, request.operation);
  const now = world.now();
  const credential = authenticate(request, world.state, now);
  noteUse(credential.identity, request, world.state, now);
  const call = {
    ...world,
    now,
    credential,
    arn: identityArn(world.state, credential.identity),
    account: credential.identity.account,
    region: request.region,
    touched: new Set<StoredKey>(),
  };
  return request.service === "kms"
    ? trailed(request, call, () => operation(request.input, call))
    : operation(request.input, call);
};

/** IAM tells of a role when a session of it last called any service. */
const noteUse = (identity: Identity, { region }: WireRequest, state: SandboxState, now: number): void => {
  if (identity.kind !== "session") return;
  const role = state.accounts.get(identity.account)?.roles.get(identity.role);
  if (role) role.lastUsed = { at: now, region };
};

const unknownOperation = (service: Service, operation: string): ApiError =>
  speaksJson(service)
    ? new ApiError("UnknownOperationException", `The sandbox has no operation ${operation}`)
    : new ApiError("InvalidAction", `The sandbox has no operation ${operation}`);
