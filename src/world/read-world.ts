import { UsageError } from "../errors.ts";
import { type PlainObject, goesOn, objectOf, objectsOf, textOf } from "./plain-json.ts";
import { readDirectory } from "./read-directory.ts";
import { readGrants } from "./read-grants.ts";
import { readOrganization } from "./read-organization.ts";
import type { Directory, KeyGrant, NotRead, Organization, World } from "./types.ts";

/** One file of IAM data: its parsed JSON, and how errors name it. */
export interface WorldFile {
  readonly name: string;
  readonly value: unknown;
  /** When it was written, ISO 8601: an answer of AWS does not tell its own time. */
  readonly at?: string;
}

/** What one file holds, told apart by its shape. */
type Part =
  | { readonly kind: "directory"; readonly directory: Directory }
  | { readonly kind: "organization"; readonly organization: Organization }
  | { readonly kind: "grants"; readonly grants: readonly KeyGrant[] }
  | { readonly kind: "not-read"; readonly notRead: readonly NotRead[] };

/**
 * The world that files tell of. Throws UsageError, the file named and nothing of it quoted: `unknown-iam-data` for a
 * file of another shape, `iam-data-twice` for two files of one account or organization, and what the readers throw.
 */
export const readWorld = (files: readonly WorldFile[]): World => {
  const parts = files.map((file) => ({ file, part: partOf(file) }));
  const directories = new Map<string, Directory>();
  for (const { file, part } of parts) {
    if (part.kind !== "directory") continue;
    const { account } = part.directory;
    if (directories.has(account)) {
      throw new UsageError("iam-data-twice", `${file.name} is the second file about account ${account}`, {
        hint: "give the newer one alone",
      });
    }
    directories.set(account, part.directory);
  }
  requireOneEach(parts);
  const grants = parts.flatMap(({ part }) => (part.kind === "grants" ? [part.grants] : []));
  return {
    directories,
    organizations: parts.flatMap(({ part }) => (part.kind === "organization" ? [part.organization] : [])),
    grants: grants.length === 0 ? undefined : grants.flat(),
    notRead: parts.flatMap(({ part }) => (part.kind === "not-read" ? part.notRead : [])),
  };
};

// Accounts in no organization are told by files without an id, of which there may be several.
const requireOneEach = (parts: readonly { readonly file: WorldFile; readonly part: Part }[]): void => {
  const known = new Set<string>();
  for (const { file, part } of parts) {
    if (part.kind !== "organization" || part.organization.id === "") continue;
    if (known.has(part.organization.id))
      throw new UsageError("iam-data-twice", `${file.name} is the second file about one organization`, {
        hint: "give the newer one alone",
      });
    known.add(part.organization.id);
  }
  requireOnePlace(parts);
};

// Which of two organizations binds an account, nobody can tell from their files.
const requireOnePlace = (parts: readonly { readonly file: WorldFile; readonly part: Part }[]): void => {
  const placed = new Set<string>();
  for (const { file, part } of parts) {
    const accounts = part.kind === "organization" ? (part.organization.placed ?? []) : [];
    const twice = accounts.find((account) => placed.has(account));
    if (twice !== undefined)
      throw new UsageError(
        "iam-data-twice",
        `${file.name} is the second organization with account ${twice}`,
        {
          hint: "an account is in one organization: give that one alone",
        },
      );
    for (const account of accounts) placed.add(account);
  }
};

/** Nothing known beside the key policy. */
export const emptyWorld: World = { directories: new Map(), organizations: [], grants: undefined };

const partOf = ({ name, value, at }: WorldFile): Part => {
  const object = objectOf(value);
  try {
    if (object) return recognised(object, at) ?? refuse();
    return refuse();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.code, `${name}: ${error.message}`, { hint: error.hint, cause: error });
  }
};

const recognised = (object: PlainObject, at: string | undefined): Part | undefined => {
  const has = (...names: readonly string[]) => names.some((name) => Object.hasOwn(object, name));
  if (has("UserDetailList", "RoleDetailList", "GroupDetailList"))
    return { kind: "directory", directory: readDirectory(object, textOf(object, "CollectedAt") ?? at) };
  if (has("NotRead")) return { kind: "not-read", notRead: objectsOf(object["NotRead"]).flatMap(notReadOf) };
  if (has("Organization", "Attachments"))
    return { kind: "organization", organization: readOrganization(object) };
  if (has("Grants")) return { kind: "grants", grants: wholeGrants(object) };
  return undefined;
};

// What `kmspol collect` notes beside the answers.
const notReadOf = (entry: PlainObject): readonly NotRead[] => {
  const [what, because] = [textOf(entry, "What"), textOf(entry, "Because")];
  return what === undefined ? [] : [{ what, because: because ?? "the reason is not told" }];
};

const wholeGrants = (object: PlainObject): readonly KeyGrant[] => {
  if (goesOn(object, "Truncated", "NextToken", "NextMarker")) {
    throw new UsageError("iam-data-cut", "the list of grants is not whole: it ends before the last page", {
      hint: "aws kms list-grants --key-id KEY > grants.json, without --max-items and --limit",
    });
  }
  const [list, grants] = [object["Grants"], readGrants(object)];
  // A grant that cannot be read is there, and whom it serves is not known: never none.
  if (!Array.isArray(list) || list.length !== grants.length)
    throw new UsageError("unknown-iam-data", "the list of grants has an entry that is no grant", {
      hint: "give what aws kms list-grants --key-id KEY printed, as it is",
    });
  return grants;
};

const refuse = (): never => {
  throw new UsageError("unknown-iam-data", "this is no IAM data that kmspol knows", {
    hint: "give what aws iam get-account-authorization-details or aws kms list-grants printed, or the organization file",
  });
};
