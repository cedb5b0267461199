import type { DirectoryPrincipal, World } from "./types.ts";

/** Whom the IAM data knows, for those who tell about them. */
export interface People {
  /** ARNs of all users and roles of an account, but those that are linked to a service; none where it is not known. */
  readonly inAccount: (account: string) => readonly string[];
  /** When a role was last used for any service; undefined for users, and where nothing was said. */
  readonly lastUsed: (arn: string) => Date | undefined;
  /** When the question is asked. */
  readonly now: Date;
}

/** The people of the directories. */
export const peopleOf = ({ directories }: World, now: Date): People => ({
  now,
  inAccount: (account) =>
    [...(directories.get(account)?.principals.values() ?? [])].filter(isOwn).map(({ arn }) => arn),
  lastUsed: (arn) => {
    const used = directories.get(arn.split(":")[4] ?? "")?.principals.get(arn)?.lastUsed;
    const at = used === undefined ? undefined : new Date(used);
    return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
  },
});

const isOwn = ({ path }: DirectoryPrincipal): boolean => !path.startsWith("/aws-service-role/");
