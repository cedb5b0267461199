import { authoriseIam } from "../access/authorise.ts";
import type { Operation } from "../call.ts";
import type { Group, Role, User } from "../state/types.ts";
import { optionalQueryText } from "../wire/query-parameters.ts";
import { ownAccount } from "./find-entity.ts";
import type { EntityKind } from "./kinds.ts";
import { iamPage } from "./page.ts";

/** ListUsers, ListRoles and ListGroups. */
export const listEntities =
  <T extends User | Role | Group>(kind: EntityKind<T>): Operation =>
  (input, call) => {
    const prefix =
      optionalQueryText(input, "PathPrefix", { min: 1, max: 512, pattern: /^\/[\u0021-\u007F]*$/ }) ?? "/";
    authoriseIam(call, `iam:List${kind.many}`, kind.arn(call.account, { path: prefix, name: "" }));
    const entities = [...kind.all(ownAccount(call)).values()].filter(({ path }) => path.startsWith(prefix));
    return iamPage(
      input,
      kind.many,
      entities,
      ({ name }) => name,
      (entity) => ({ ...kind.show(call.account, entity), ...left }),
    );
  };

/** ListUsers and ListRoles leave out what GetUser and GetRole tell (IAM API Reference). */
const left = { PermissionsBoundary: undefined, Tags: undefined, RoleLastUsed: undefined };
