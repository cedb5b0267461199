import type { Access } from "../../access/types.ts";
import { expandActions } from "../../default-view/action-set.ts";
import { deletionActions, possibleUseActions } from "../../default-view/rights.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Answer } from "../signs.ts";

/** What a column of the matrix asks: may somebody use the key, make grants, administer it, change its policy, delete it? */
export type Purpose = "use" | "grant" | "admin" | "policy" | "delete";

/** The columns in their order. */
export const purposes: readonly Purpose[] = ["use", "grant", "admin", "policy", "delete"];

/** What only tells about a key is in no column. */
const isReading = (action: string): boolean => /^kms:(?:Describe|Get|List)/.test(action);

const grantActions: ReadonlySet<string> = new Set(["kms:CreateGrant", "kms:RevokeGrant", "kms:RetireGrant"]);
const deleting: ReadonlySet<string> = new Set(deletionActions);

/** What the console's administrators can always do, beside what has a column of its own. */
const adminCore: readonly string[] = [
  ...["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"],
  ...["kms:EnableKey", "kms:DisableKey", "kms:UpdateKeyDescription"],
];

/** How much of a purpose a list of actions gives: all of it, some of it, or nothing. */
type Extent = "whole" | "some" | "none";

/** What a list of actions gives of each purpose. */
export type ReadActions = (actions: readonly string[]) => Readonly<Record<Purpose, Extent>>;

/** Reads a list of actions by purpose, for keys of one kind. */
export const extentsFor = (facts: KeyFacts): ReadActions => {
  const uses = possibleUseActions(facts).map((list) =>
    [...expandActions(list)].filter((one) => !isReading(one)),
  );
  const useful = new Set(uses.flat());
  return (actions) => {
    const given = new Set(actions);
    const has = (action: string) => given.has(action);
    const used = actions.filter((action) => useful.has(action));
    const complete = uses.filter((use) => use.every(has));
    const covered = new Set(complete.flat());
    const administered = actions.filter((action) => !useful.has(action) && isAdministration(action));
    return {
      use: extentOf(used, complete.length > 0 && used.every((action) => covered.has(action))),
      grant: extentOf(
        actions.filter((action) => grantActions.has(action)),
        has("kms:CreateGrant"),
      ),
      admin: extentOf(administered, adminCore.every(has)),
      policy: has("kms:PutKeyPolicy") ? "whole" : "none",
      delete: extentOf(
        actions.filter((action) => deleting.has(action)),
        has("kms:ScheduleKeyDeletion"),
      ),
    };
  };
};

const extentOf = (some: readonly string[], isWhole: boolean): Extent =>
  isWhole ? "whole" : some.length > 0 ? "some" : "none";

// Of another kind of key's use nothing can come on this one; the use of any kind is no administration.
const anyUse: ReadonlySet<string> = new Set(
  possibleUseActions({}).flatMap((list) => [...expandActions(list)]),
);

const isAdministration = (action: string): boolean =>
  !isReading(action) &&
  !anyUse.has(action) &&
  !grantActions.has(action) &&
  !deleting.has(action) &&
  action !== "kms:PutKeyPolicy";

/** A row's answer in each column, of all entries about one principal. */
export const answersOf = (
  entries: readonly Access[],
  extents: ReadActions,
): Readonly<Record<Purpose, Answer>> => {
  const read = entries.map((access) => ({ access, extent: extents(access.actions) }));
  const answer = (purpose: Purpose): Answer => {
    const about = read.filter(({ extent }) => extent[purpose] !== "none");
    if (about.some(({ access, extent }) => extent[purpose] === "whole" && isPlain(access))) return "yes";
    if (about.some(({ access }) => access.undecided === undefined)) return "part";
    return about.length > 0 ? "unknown" : "no";
  };
  return {
    ...{ use: answer("use"), grant: answer("grant"), admin: answer("admin") },
    ...{ policy: answer("policy"), delete: answer("delete") },
  };
};

/** By the key policy alone, always, for sure. */
const isPlain = ({ via, when, undecided }: Access): boolean =>
  via !== "iam" && undecided === undefined && when.some((all) => all.length === 0);
