import { authoriseKms } from "../access/authorise.ts";
import type { Operation } from "../call.ts";
import { aliasArn, regionOf } from "../state/lookup.ts";
import { keyNamed } from "./find-key.ts";
import { page, pageOutput } from "./page.ts";

/** `ListAliases` of the KMS API. */
export const listAliases: Operation = (input, call) => {
  authoriseKms(call, "kms:ListAliases");
  const target = input.get("KeyId") === undefined ? undefined : keyNamed(input, call).id;
  const all = [...regionOf(call.state, call.account, call.region).aliases.values()];
  const items = target === undefined ? all : all.filter((alias) => alias.target === target);
  const listing = { of: "ListAliases", items, id: ({ name }: { name: string }) => name };
  const found = page(input, { ...listing, items, defaultLimit: 50, maximum: 100 });
  return pageOutput("Aliases", found, (alias) => ({
    AliasName: alias.name,
    AliasArn: aliasArn(call.account, call.region, alias.name),
    TargetKeyId: alias.target,
    CreationDate: new Date(alias.created),
    LastUpdatedDate: new Date(alias.updated),
  }));
};
