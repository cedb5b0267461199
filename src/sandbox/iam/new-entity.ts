import { authoriseIam } from "../access/authorise.ts";
import type { Call } from "../call.ts";
import { uniqueId, type IdPrefix } from "../state/ids.ts";
import type { Group, Role, User } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { optionalQueryText, queryText } from "../wire/query-parameters.ts";
import type { Input } from "../wire/request.ts";
import { ownAccount } from "./find-entity.ts";
import { pathRule, type EntityKind } from "./kinds.ts";

/** What every new user, role or group begins with. Throws EntityAlreadyExists; names differ in more than case. */
export const newEntity = <T extends User | Role | Group>(
  input: Input,
  call: Call,
  kind: EntityKind<T>,
  prefix: IdPrefix,
) => {
  const name = queryText(input, `${kind.word}Name`, kind.nameRule);
  const path = optionalQueryText(input, "Path", pathRule) ?? "/";
  authoriseIam(call, `iam:Create${kind.word}`, kind.arn(call.account, { path, name }));
  const taken = [...kind.all(ownAccount(call)).keys()].some(
    (known) => known.toLowerCase() === name.toLowerCase(),
  );
  if (taken) throw new ApiError("EntityAlreadyExists", `${kind.word} with name ${name} already exists.`);
  const id = uniqueId(call.state.random, prefix);
  const policies = { policies: new Map<string, string>(), attached: new Set<string>() };
  return { name, path, id, created: call.now, ...policies };
};
