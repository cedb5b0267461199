import { identityArn } from "./access/caller.ts";
import type { FaultSettings } from "./faults/settings.ts";
import { iamOperations } from "./iam/operations.ts";
import { kmsOperations } from "./kms/operations.ts";
import type { Random } from "./state/random.ts";
import type { SandboxState } from "./state/types.ts";
import { stsOperations } from "./sts/operations.ts";
import { ApiError } from "./wire/api-error.ts";
import { authenticate } from "./wire/authenticate.ts";
import type { Output, Service, WireRequest } from "./wire/request.ts";

/** What every request meets: the state, and how the sandbox is to behave. */
export interface World {
  readonly state: SandboxState;
  readonly faults: FaultSettings;
  readonly order: Pick<Random, "shuffled">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const operations = { kms: kmsOperations, iam: iamOperations, sts: stsOperations } as const;

/** Carries out one request. Throws ApiError. */
export const perform = (request: WireRequest, world: World): Output => {
  const operation = operations[request.service].get(request.operation);
  if (!operation) throw unknownOperation(request.service, request.operation);
  const now = world.now();
  const credential = authenticate(request, world.state, now);
  return operation(request.input, {
    ...world,
    now,
    credential,
    arn: identityArn(world.state, credential.identity),
    account: credential.identity.account,
    region: request.region,
  });
};

const unknownOperation = (service: Service, operation: string): ApiError =>
  service === "kms"
    ? new ApiError("UnknownOperationException", `The sandbox has no operation ${operation}`)
    : new ApiError("InvalidAction", `The sandbox has no operation ${operation}`);
