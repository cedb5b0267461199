import type { Call, Operation } from "../call.ts";
import { secretKey, uniqueId } from "../state/ids.ts";
import type { Credential, User } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { queryText } from "../wire/query-parameters.ts";
import type { Input } from "../wire/request.ts";
import { noSuchEntity, permittedEntity } from "./find-entity.ts";
import { userKind } from "./kinds.ts";
import { iamPage } from "./page.ts";

/** A new access key of a user, of the caller where no user is named; the answer is the only place that tells its secret. */
export const createAccessKey: Operation = (input, call) => {
  const user = userMeant(input, call, "iam:CreateAccessKey");
  if (keysOf(user, call).length >= 2)
    throw new ApiError("LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2");
  const credential: Credential = {
    accessKeyId: uniqueId(call.state.random, "AKIA"),
    secretAccessKey: secretKey(call.state.random),
    identity: { kind: "user", account: call.account, name: user.name },
    created: call.now,
  };
  call.state.credentials.set(credential.accessKeyId, credential);
  return { AccessKey: { ...shown(credential, user), SecretAccessKey: credential.secretAccessKey } };
};

/** `ListAccessKeys` of the IAM API. */
export const listAccessKeys: Operation = (input, call) => {
  const user = userMeant(input, call, "iam:ListAccessKeys");
  const keys = keysOf(user, call);
  return iamPage(
    input,
    "AccessKeyMetadata",
    keys,
    ({ accessKeyId }) => accessKeyId,
    (key) => shown(key, user),
  );
};

/** `DeleteAccessKey` of the IAM API. */
export const deleteAccessKey: Operation = (input, call) => {
  const id = queryText(input, "AccessKeyId", { min: 16, max: 128, pattern: /^\w+$/ });
  const user = userMeant(input, call, "iam:DeleteAccessKey");
  if (!keysOf(user, call).some(({ accessKeyId }) => accessKeyId === id)) {
    throw noSuchEntity(`The Access Key with id ${id} cannot be found`);
  }
  call.state.credentials.delete(id);
  return {};
};

const userMeant = (input: Input, call: Call, action: string): User => {
  const { identity } = call.credential;
  const own = input.get("UserName") === undefined && identity.kind === "user";
  return permittedEntity(own ? new Map([["UserName", identity.name]]) : input, call, userKind, action);
};

const keysOf = (user: User, call: Call): Credential[] =>
  [...call.state.credentials.values()].filter(
    ({ identity }) =>
      identity.kind === "user" && identity.account === call.account && identity.name === user.name,
  );

const shown = ({ accessKeyId, created }: Credential, user: User) => ({
  UserName: user.name,
  AccessKeyId: accessKeyId,
  Status: "Active",
  CreateDate: new Date(created),
});
