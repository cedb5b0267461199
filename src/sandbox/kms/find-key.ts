import type { Call } from "../call.ts";
import { aliasArn, keyArn, regionOf } from "../state/lookup.ts";
import type { RegionStore, StoredKey } from "../state/types.ts";
import { text } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { ApiError } from "../wire/api-error.ts";
import { keyIdRule } from "./key-shapes.ts";

/** How a request named its key: the alias matters to the condition key `kms:RequestAlias`. */
export interface NamedKey {
  readonly key: StoredKey;
  readonly alias: string | undefined;
}

/**
 * The key that `KeyId` names, for an operation that takes a key id or a key ARN but no alias. AWS's words for an
 * alias here are not published; these are the ones other emulators answer.
 */
export const keyNamed = (input: Input, call: Call): StoredKey => {
  const id = text(input, "KeyId", keyIdRule);
  if (id.startsWith("alias/") || /^arn:[^:]*:kms:[^:]*:[^:]*:alias\//.test(id))
    throw notFound(`Invalid keyId ${id}`);
  return resolve(id, call).key;
};

/** The key that `KeyId` names, for an operation that also takes an alias name or an alias ARN. */
export const keyOrAliasNamed = (input: Input, call: Call, name = "KeyId"): NamedKey =>
  resolve(text(input, name, keyIdRule), call);

const resolve = (id: string, call: Call): NamedKey => {
  if (id.startsWith("arn:")) return resolveArn(id, call);
  const store = regionOf(call.state, call.account, call.region);
  return id.startsWith("alias/") ? behindAlias(store, id) : { key: inStore(store, id), alias: undefined };
};

const resolveArn = (arn: string, call: Call): NamedKey => {
  const [, account, region, kind, name] = parseArn(arn, call);
  const store = regionOf(call.state, account, region);
  return kind === "alias"
    ? behindAlias(store, `alias/${name}`)
    : { key: inStore(store, name), alias: undefined };
};

const parseArn = (arn: string, call: Call) => {
  const match = /^arn:aws:kms:([a-z0-9-]+):(\d{12}):(key|alias)\/(.+)$/.exec(arn);
  const [, region = "", account = "", kind = "", name = ""] = match ?? [];
  if (!match) throw new ApiError("InvalidArnException", `Invalid arn ${arn}`);
  if (region !== call.region) throw notFound(`Invalid arn ${region}`);
  return [arn, account, region, kind, name] as const;
};

const inStore = (store: RegionStore, id: string): StoredKey => {
  const key = store.keys.get(id);
  if (key) return key;
  if (!/^(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(id))
    throw notFound(`Invalid keyId '${id}'`);
  throw notFound(`Key '${keyArn(store.account, store.region, id)}' does not exist`);
};

const behindAlias = (store: RegionStore, name: string): NamedKey => {
  const key = store.keys.get(store.aliases.get(name)?.target ?? "");
  if (!key) throw notFound(`Alias ${aliasArn(store.account, store.region, name)} is not found.`);
  return { key, alias: name };
};

const notFound = (message: string): ApiError => new ApiError("NotFoundException", message);
