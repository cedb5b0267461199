import type { Group, Role, User } from "@aws-sdk/client-iam";
import type { Identity } from "../../ports.ts";

/** IAM's answers as our type; undefined where an answer lacks the ARN or the name. */
export const userIdentity = ({ Arn, UserName, UserId, Path, CreateDate }: User): Identity | undefined =>
  identity("user", Arn, UserName, { id: UserId, path: Path, created: CreateDate });

/** A role as the port hands it out; undefined where AWS left out its name or ARN. */
export const roleIdentity = ({ Arn, RoleName, RoleId, Path, CreateDate }: Role): Identity | undefined =>
  identity("role", Arn, RoleName, { id: RoleId, path: Path, created: CreateDate });

/** A group as the port hands it out; undefined where AWS left out its name or ARN. */
export const groupIdentity = ({ Arn, GroupName, GroupId, Path, CreateDate }: Group): Identity | undefined =>
  identity("group", Arn, GroupName, { id: GroupId, path: Path, created: CreateDate });

interface Rest {
  readonly id: string | undefined;
  readonly path: string | undefined;
  readonly created: Date | undefined;
}

const identity = (
  kind: Identity["kind"],
  arn: string | undefined,
  name: string | undefined,
  { id = "", path = "/", created }: Rest,
): Identity | undefined =>
  arn === undefined || name === undefined
    ? undefined
    : { kind, arn, name, id, path, ...(created && { created }) };
