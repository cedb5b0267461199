import { UsageError } from "../errors.ts";
import { type PlainObject, objectOf, objectsOf, textOf, textsOf } from "./plain-json.ts";
import { contentReader } from "./policy-content.ts";
import type { BoundPolicy, Level, Organization } from "./types.ts";

/** The policy types that bear on a key, as Organizations names them. */
const types = { scp: "SERVICE_CONTROL_POLICY", rcp: "RESOURCE_CONTROL_POLICY" } as const;
type Ceiling = keyof typeof types;

/** Root, five levels of units and the account (Organizations User Guide, "Quotas"), and some to spare. */
const deepest = 16;

/**
 * The organization file (the contract's section 13): who is whose parent, which policies there are, what is attached
 * where. What the file does not tell stays not known. Throws UsageError `bad-organization-data`.
 */
export const readOrganization = (file: PlainObject): Organization => {
  if (file["Organization"] === null) return noOrganization(textsOf(file["Accounts"]));
  const about = objectOf(file["Organization"]);
  const [id, management] = [textOf(about, "Id"), textOf(about, "MasterAccountId")];
  if (id === undefined || management === undefined) {
    throw new UsageError(
      "bad-organization-data",
      "the organization file lacks Organization.Id or .MasterAccountId",
      {
        hint: 'it begins {"Organization":{"Id":"o-…","MasterAccountId":"…"},…}',
      },
    );
  }
  requireShapes(file);
  const [parents, read] = [objectOf(file["Parents"]) ?? {}, policiesOf(file)];
  const enabled = enabledTypes(file["PolicyTypes"]);
  const known = new Map<string, Found>();
  const found = (account: string): Found => {
    const levels = known.get(account) ?? { levels: levelsOf(account, parents, read) };
    known.set(account, levels);
    return levels;
  };
  const placed = Object.keys(parents).filter((child) => /^\d{12}$/.test(child) && parents[child] !== null);
  return { id, management, enabled, placed, levelsOf: (account) => found(account).levels };
};

// What is there in another shape says something that cannot be read. Over accounts that have a place it has to be told which types are on.
const requireShapes = (file: PlainObject): void => {
  const isOf = (name: string): boolean =>
    name === "Policies" || name === "PolicyTypes" ? Array.isArray(file[name]) : !!objectOf(file[name]);
  const members = ["PolicyTypes", "Parents", "Policies", "Attachments"];
  const isPlaced = Object.keys(objectOf(file["Parents"]) ?? {}).length > 0;
  const wrong = members.filter(
    (name) => !isOf(name) && (file[name] !== undefined || (isPlaced && name === "PolicyTypes")),
  );
  if (wrong.length === 0) return;
  throw new UsageError(
    "bad-organization-data",
    `the organization file has no ${wrong.join(", no ")} that can be read`,
    { hint: "PolicyTypes and Policies are lists, Parents and Attachments are objects" },
  );
};

// Asked for each of thousands of principals, worked out once an account.
interface Found {
  readonly levels: ReturnType<Organization["levelsOf"]>;
}

// Accounts that AWS says are in no organization: nothing of one binds them, which is not the same as not known.
const noOrganization = (accounts: readonly string[]): Organization => ({
  ...{ id: "", management: "", enabled: { scp: false, rcp: false } },
  levelsOf: (account) => (accounts.includes(account) ? [] : undefined),
});

// What ListRoots says is a list of objects with a Status; the file may name the types alone.
const enabledTypes = (value: unknown): Organization["enabled"] => {
  const told = new Set([
    ...textsOf(value),
    ...objectsOf(value).flatMap((type) => (type["Status"] === "ENABLED" ? (textOf(type, "Type") ?? []) : [])),
  ]);
  return { scp: told.has(types.scp), rcp: told.has(types.rcp) };
};

type AttachedTo = (target: string) => Level | undefined;

const policiesOf = (file: PlainObject): AttachedTo => {
  const read = contentReader();
  const attachments = objectOf(file["Attachments"]) ?? {};
  const known = new Map(
    objectsOf(file["Policies"]).map((policy) => {
      const summary = objectOf(policy["PolicySummary"]);
      const name = textOf(summary, "Name") ?? textOf(summary, "Id") ?? "";
      const bound: BoundPolicy = { name, content: read(policy["Content"]) };
      return [textOf(summary, "Id") ?? "", { type: textOf(summary, "Type"), bound }] as const;
    }),
  );
  const attachedTo = (ids: readonly string[], ceiling: Ceiling): readonly BoundPolicy[] =>
    ids.flatMap((id) => {
      const policy = known.get(id);
      if (policy) return policy.type === types[ceiling] ? [policy.bound] : [];
      return [{ name: id, content: { unknown: "its text is not in the organization file" } }];
    });
  return (target) => {
    if (!Object.hasOwn(attachments, target)) return undefined;
    const ids = textsOf(attachments[target]);
    return { target, scp: attachedTo(ids, "scp"), rcp: attachedTo(ids, "rcp") };
  };
};

const levelsOf = (
  account: string,
  parents: PlainObject,
  attachedTo: AttachedTo,
): ReturnType<Organization["levelsOf"]> => {
  if (!Object.hasOwn(parents, account)) return undefined;
  if (parents[account] === null) return { unknown: `the place of ${account} may not be read from here` };
  const way = wayUp(account, parents);
  if ("unknown" in way) return { ...way, partly: true };
  const levels: Level[] = [];
  for (const target of way.targets) {
    const level = attachedTo(target);
    if (!level)
      return { unknown: `what is attached to ${target} is not in the organization file`, partly: true };
    levels.push(level);
  }
  return levels;
};

const wayUp = (
  account: string,
  parents: PlainObject,
): { readonly targets: readonly string[] } | { readonly unknown: string } => {
  const targets = [account];
  for (let at = account; !at.startsWith("r-");) {
    const parent = textOf(parents, at);
    if (parent === undefined) return { unknown: `the parent of ${at} is not in the organization file` };
    if (targets.includes(parent) || targets.length >= deepest)
      return { unknown: `the parents of ${account} go round in a circle` };
    targets.unshift(parent);
    at = parent;
  }
  return { targets };
};
