import {
  type AliasListEntry,
  type GrantListEntry,
  ListAliasesCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  RevokeGrantCommand,
} from "@aws-sdk/client-kms";
import { KmspolError } from "../../errors.ts";
import type { Grant, KeySummary } from "../../ports.ts";
import type { KmsCall } from "./kms-client.ts";
import { allOf, given, nextMarker, pagesOf } from "./pages.ts";

/** The aliases of a key; `unknown` says why where they could not be listed. */
export interface AliasNames {
  readonly names: readonly string[];
  readonly unknown?: string;
}

/** The alias names of a key (id or ARN). They only adorn: where they cannot be listed the work goes on without them. */
export const aliasesOf = async (call: KmsCall, key: string): Promise<AliasNames> => {
  try {
    return { names: (await listAliases(call, key)).flatMap(({ AliasName }) => AliasName ?? []).sort() };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return { names: [], unknown: `the aliases of ${key} are not known: ${error.message}` };
  }
};

const listAliases = (call: KmsCall, key: string | undefined): Promise<readonly AliasListEntry[]> =>
  allOf(async (marker) => {
    const input = { Limit: 100, ...(key !== undefined && { KeyId: key }), ...(marker && { Marker: marker }) };
    const page = await call("ListAliases", key ?? "", (client) => client.send(new ListAliasesCommand(input)));
    return { items: page.Aliases, next: nextMarker("kms:ListAliases", page.Truncated, page.NextMarker) };
  });

/** Every key of the account and Region, with its names: the aliases, which tell of which key they are, are asked for meanwhile. */
export async function* listKeys(call: KmsCall): AsyncGenerator<KeySummary, void, undefined> {
  const aliases = listAliases(call, undefined);
  const keys = pagesOf(async (marker) => {
    const input = { Limit: 1000, ...(marker && { Marker: marker }) };
    const page = await call("ListKeys", "", (client) => client.send(new ListKeysCommand(input)));
    return { items: page.Keys, next: nextMarker("kms:ListKeys", page.Truncated, page.NextMarker) };
  });
  const first = keys.next();
  // What went wrong there is told after what went wrong with the aliases.
  first.catch(() => undefined);
  const names = namesByKey(await aliases);
  for (let next = await first; next.done !== true; next = await keys.next()) {
    const { KeyId, KeyArn } = next.value;
    const id = given(KeyId, "the id of a key", "kms:ListKeys");
    yield { id, arn: given(KeyArn, "the ARN of a key", "kms:ListKeys"), aliases: names.get(id) ?? [] };
  }
}

const namesByKey = (aliases: readonly AliasListEntry[]): ReadonlyMap<string, readonly string[]> => {
  const names = new Map<string, string[]>();
  for (const { TargetKeyId, AliasName } of aliases) {
    if (TargetKeyId === undefined || AliasName === undefined) continue;
    names.set(TargetKeyId, [...(names.get(TargetKeyId) ?? []), AliasName].sort());
  }
  return names;
};

/** The tags of a key, all pages. Throws AwsError. */
export const listTags = async (call: KmsCall, keyArn: string): Promise<ReadonlyMap<string, string>> => {
  const tags = await allOf(async (marker) => {
    const input = { KeyId: keyArn, Limit: 50, ...(marker && { Marker: marker }) };
    const page = await call("ListResourceTags", keyArn, (client) =>
      client.send(new ListResourceTagsCommand(input)),
    );
    return { items: page.Tags, next: nextMarker("kms:ListResourceTags", page.Truncated, page.NextMarker) };
  });
  return new Map(tags.map(({ TagKey = "", TagValue = "" }) => [TagKey, TagValue]));
};

/** The grants of a key, all pages. Throws AwsError. */
export const listGrants = async (call: KmsCall, keyArn: string): Promise<readonly Grant[]> => {
  const grants = await allOf(async (marker) => {
    const input = { KeyId: keyArn, Limit: 100, ...(marker && { Marker: marker }) };
    const page = await call("ListGrants", keyArn, (client) => client.send(new ListGrantsCommand(input)));
    return { items: page.Grants, next: nextMarker("kms:ListGrants", page.Truncated, page.NextMarker) };
  });
  return grants.map(toGrant);
};

/** Ends a grant. Throws AwsError. */
export const revokeGrant = async (
  call: KmsCall,
  keyArn: string,
  grantId: string,
): Promise<"revoked" | "gone"> => {
  try {
    const input = { KeyId: keyArn, GrantId: grantId };
    await call("RevokeGrant", keyArn, (client) => client.send(new RevokeGrantCommand(input)));
    return "revoked";
  } catch (error) {
    // The key itself was read a moment ago: it is the grant that is not there.
    if (error instanceof KmspolError && error.code === "key-not-found") return "gone";
    throw error;
  }
};

/** A grant for an AWS service names its grantee in a member of its own. */
const toGrant = (entry: GrantListEntry): Grant => ({
  id: given(entry.GrantId, "the id of a grant", "kms:ListGrants"),
  ...(entry.Name !== undefined && entry.Name !== "" && { name: entry.Name }),
  grantee: given(
    entry.GranteePrincipal ?? entry.GranteeServicePrincipal,
    "the grantee of a grant",
    "kms:ListGrants",
  ),
  ...retiringOf(entry.RetiringPrincipal ?? entry.RetiringServicePrincipal),
  operations: given(entry.Operations, "the operations of a grant", "kms:ListGrants"),
  ...(entry.Constraints && { constraints: { ...entry.Constraints } }),
  ...(entry.IssuingAccount !== undefined && { issuingAccount: entry.IssuingAccount }),
});

const retiringOf = (retiring: string | undefined): Pick<Grant, "retiring"> =>
  retiring === undefined ? {} : { retiring };
