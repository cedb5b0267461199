import type { Directory, DirectoryPrincipal, Level, Organization, World } from "../../world/types.ts";
import { reservedRole } from "../../policy/reserved-roles.ts";
import type { RequestCaller } from "../evaluator/caller.ts";

/** The caller as the world knows it. */
export interface Member {
  readonly caller: RequestCaller;
  /** Of the caller's account; undefined where no data about it is at hand. */
  readonly directory: Directory | undefined;
  /** The user, or the role (of a session); undefined where the directory has none such, or there is no directory. */
  readonly person: DirectoryPrincipal | undefined;
  /** AWS fixes what it may do: no SCP, RCP or boundary binds it (Organizations User Guide, "Service control policies"). */
  readonly serviceLinked: boolean;
}

/** Finds the caller in the world. A session is its role, whose path only the directory tells. */
export const memberOf = (caller: RequestCaller, world: World): Member => {
  const directory = caller.account === undefined ? undefined : world.directories.get(caller.account);
  const person = directory && personIn(directory, caller);
  const path = person?.path ?? pathIn(caller.arn);
  return {
    caller,
    directory,
    person,
    serviceLinked: path.startsWith("/aws-service-role/") || isOfLinked(caller),
  };
};

const personIn = ({ principals }: Directory, caller: RequestCaller): DirectoryPrincipal | undefined => {
  const named = caller.arn === undefined ? undefined : principals.get(caller.arn);
  if (named || caller.kind !== "session") return named;
  // Names of roles are unique in an account, case aside; ARNs are compared with case.
  return rolesOf(principals).get(caller.name);
};

const byName = new WeakMap<Directory["principals"], ReadonlyMap<string, DirectoryPrincipal>>();

const rolesOf = (principals: Directory["principals"]): ReadonlyMap<string, DirectoryPrincipal> => {
  const found =
    byName.get(principals) ??
    new Map(
      [...principals.values()].flatMap((one) => (one.kind === "role" ? [[one.name, one] as const] : [])),
    );
  byName.set(principals, found);
  return found;
};

// A session's ARN lacks the path, but nobody else may use such names (IAM User Guide, "Service-linked roles").
const isOfLinked = (caller: RequestCaller): boolean =>
  caller.kind === "session" && reservedRole(caller.name)?.kind === "service-linked";

const pathIn = (arn: string | undefined): string => {
  const parts = arn?.split(":role")[1]?.split("/") ?? [];
  return parts.length > 1 ? `${parts.slice(0, -1).join("/")}/` : "/";
};

/** The organization that an account is in; undefined where none that was read has it. */
export const organizationOf = (account: string | undefined, world: World): Organization | undefined =>
  account === undefined
    ? undefined
    : world.organizations.find(
        ({ management, levelsOf }) => management === account || levelsOf(account) !== undefined,
      );

/** The levels from the root to an account; none for the management account's own exemption, see `ceilings.ts`. */
export const wayTo = (account: string, { levelsOf }: Organization): readonly Level[] | undefined => {
  const levels = levelsOf(account);
  return levels === undefined || "unknown" in levels ? undefined : levels;
};
