import { ApiError } from "../wire/api-error.ts";
import { optionalInteger, optionalText } from "../wire/json-parameters.ts";
import type { Input, OutputValue } from "../wire/request.ts";
import { markerRule } from "./key-shapes.ts";

/** How a list pages: what it holds, in a stable order, and what names an item in that order. */
export interface Listing<T> {
  /** Operation and key: a marker of another list is refused. */
  readonly of: string;
  readonly items: readonly T[];
  readonly id: (item: T) => string;
  readonly defaultLimit: number;
  readonly maximum: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** `Truncated`, and `NextMarker` where there is more. */
  readonly rest: { readonly Truncated: boolean; readonly NextMarker?: string };
}

/** One page of a KMS list. `Limit` above what is effective (ListAliases: 100 of 1000) just gives a shorter page. */
export const page = <T>(input: Input, listing: Listing<T>): Page<T> => {
  const asked = optionalInteger(input, "Limit", { min: 1, max: 1000 }) ?? listing.defaultLimit;
  const limit = Math.min(asked, listing.maximum);
  const marker = optionalText(input, "Marker", markerRule);
  const after = marker === undefined ? undefined : openMarker(marker, listing.of);
  const sorted = [...listing.items].sort((a, b) => order(listing.id(a), listing.id(b)));
  const rest = after === undefined ? sorted : sorted.filter((item) => order(listing.id(item), after) > 0);
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return rest.length > limit && last !== undefined
    ? { items, rest: { Truncated: true, NextMarker: sealMarker(listing.of, listing.id(last)) } }
    : { items, rest: { Truncated: false } };
};

/** The answer of a list: its items under their name, and the paging members. */
export const pageOutput = <T>(name: string, { items, rest }: Page<T>, show: (item: T) => OutputValue) => ({
  [name]: items.map(show),
  ...rest,
});

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

const sealMarker = (of: string, id: string): string => Buffer.from(`${of}\n${id}`).toString("base64");

const openMarker = (marker: string, of: string): string => {
  const [list, id] = Buffer.from(marker, "base64").toString().split("\n");
  if (list !== of || id === undefined) throw new ApiError("InvalidMarkerException", "Invalid marker");
  return id;
};
