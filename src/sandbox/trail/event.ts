import { randomUUID } from "node:crypto";
import { entityOf, identityUserId } from "../access/caller.ts";
import type { Call } from "../call.ts";
import { roleArn } from "../state/lookup.ts";
import type { TrailedEvent } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import type { Input, Output, WireRequest } from "../wire/request.ts";

/** So many events are kept; AWS keeps all of 90 days. */
const most = 5000;

/**
 * Carries out a request to KMS, and notes it in the trail of the caller's account, and of the key's where that is another one, which
 * is not told who it was (AWS CloudTrail User Guide, "CloudTrail userIdentity element").
 */
export const trailed = (request: WireRequest, call: Call, carryOut: () => Output): Output => {
  try {
    const output = carryOut();
    note(request, call, undefined);
    return output;
  } catch (error) {
    if (error instanceof ApiError) note(request, call, error);
    throw error;
  }
};

const note = (request: WireRequest, call: Call, error: ApiError | undefined): void => {
  const keys = [...call.touched];
  const owners = new Set(keys.map(({ account }) => account).filter((account) => account !== call.account));
  const event = {
    at: call.now,
    region: call.region,
    operation: request.operation,
    accessKeyId: call.credential.accessKeyId,
    parameters: parametersOf(request.input),
    resources: keys.map(({ arn }) => arn),
    // CloudTrail leaves out the ending that the API has.
    error: error?.name.replace(/^AccessDeniedException$/, "AccessDenied"),
    message: error?.message,
    ...(owners.size > 0 && { shared: randomUUID() }),
  };
  const { trail } = call.state;
  const add = (more: Pick<TrailedEvent, "account" | "username" | "identity">) =>
    trail.push({ id: randomUUID(), ...event, ...more });
  add({ account: call.account, username: usernameOf(call), identity: identityOf(call) });
  for (const account of owners) add({ account, username: undefined, identity: strangerOf(call) });
  while (trail.length > most) trail.shift();
};

const usernameOf = ({ credential: { identity } }: Call): string =>
  identity.kind === "root" ? "root" : identity.kind === "user" ? identity.name : identity.session;

const strangerOf = (call: Call): TrailedEvent["identity"] => ({
  type: "AWSAccount",
  principalId: identityUserId(call.state, call.credential.identity),
  accountId: call.account,
});

const identityOf = (call: Call): TrailedEvent["identity"] => {
  const { identity, accessKeyId } = call.credential;
  const named = {
    principalId: identityUserId(call.state, identity),
    arn: call.arn,
    accountId: call.account,
    accessKeyId,
  };
  if (identity.kind === "root") return { type: "Root", ...named };
  if (identity.kind === "user") return { type: "IAMUser", ...named, userName: identity.name };
  const role = entityOf(call.state, identity);
  return {
    type: "AssumedRole",
    ...named,
    sessionContext: {
      sessionIssuer: {
        type: "Role",
        principalId: identity.roleId,
        arn: role ? roleArn(call.account, role) : "",
        accountId: call.account,
        userName: identity.role,
      },
      attributes: { mfaAuthenticated: "false" },
    },
  };
};

/** What CloudTrail writes down of a request: never a plaintext, a ciphertext, a message (KMS Developer Guide, "Logging AWS KMS API calls with AWS CloudTrail"). */
const parametersOf = (input: Input): TrailedEvent["parameters"] =>
  Object.fromEntries(
    [...input]
      .filter(([name]) => !/Plaintext|Blob|Message|Mac$|Signature|GrantTokens|Material/i.test(name))
      .map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
