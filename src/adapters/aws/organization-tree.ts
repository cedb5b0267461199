import {
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListParentsCommand,
} from "@aws-sdk/client-organizations";
import { KmspolError } from "../../errors.ts";
import type { OrganizationsCall } from "./organizations-client.ts";
import { allOf, given } from "./pages.ts";

/** Parent of each account and unit, as far as it was asked for; the root has none. */
export type Parents = ReadonlyMap<string, string>;

/** Root, five levels of units and the account (Organizations User Guide, "Quotas"), and some to spare. */
const deepest = 16;

/** The way from each of these accounts up to the root. An account of another organization has none. Throws AwsError. */
export const waysUp = async (
  call: OrganizationsCall,
  accounts: readonly string[],
  root: string,
): Promise<Parents> => {
  const parents = new Map<string, string>();
  for (const account of accounts) {
    for (let at = account; at !== root && !parents.has(at) && parents.size < deepest * accounts.length;) {
      const parent = await parentOf(call, at);
      if (parent === undefined) break;
      parents.set(at, parent);
      at = parent;
    }
  }
  return parents;
};

const parentOf = async (call: OrganizationsCall, ChildId: string): Promise<string | undefined> => {
  try {
    const [parent] = await allOf(async (NextToken) => {
      const page = await call("ListParents", ChildId, (client) =>
        client.send(new ListParentsCommand({ ChildId, NextToken })),
      );
      return { items: page.Parents, next: page.NextToken };
    });
    return given(parent?.Id, "a parent", "organizations:ListParents");
  } catch (error) {
    if (error instanceof KmspolError && error.code === "not-found") return undefined;
    throw error;
  }
};

/** The whole tree below the root. Throws AwsError. */
export const wholeTree = async (call: OrganizationsCall, root: string): Promise<Parents> => {
  const parents = new Map<string, string>();
  const open = [root];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    const [units, accounts] = await Promise.all([unitsBelow(call, parent), accountsBelow(call, parent)]);
    for (const child of [...units, ...accounts]) parents.set(child, parent);
    open.push(...units);
  }
  return parents;
};

const unitsBelow = (call: OrganizationsCall, ParentId: string): Promise<readonly string[]> =>
  allOf(async (NextToken) => {
    const page = await call("ListOrganizationalUnitsForParent", ParentId, (client) =>
      client.send(new ListOrganizationalUnitsForParentCommand({ ParentId, NextToken })),
    );
    return { items: page.OrganizationalUnits?.map(idOf), next: page.NextToken };
  });

const accountsBelow = (call: OrganizationsCall, ParentId: string): Promise<readonly string[]> =>
  allOf(async (NextToken) => {
    const page = await call("ListAccountsForParent", ParentId, (client) =>
      client.send(new ListAccountsForParentCommand({ ParentId, NextToken })),
    );
    return { items: page.Accounts?.map(idOf), next: page.NextToken };
  });

const idOf = ({ Id }: { readonly Id?: string | undefined }): string =>
  given(Id, "an id", "a list of Organizations");
