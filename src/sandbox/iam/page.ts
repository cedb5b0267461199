import { ApiError } from "../wire/api-error.ts";
import { optionalQueryInteger, optionalQueryText } from "../wire/query-parameters.ts";
import type { Input, OutputValue } from "../wire/request.ts";

/** One page of an IAM list under its member name, in the order of the names. */
export const iamPage = <T>(
  input: Input,
  name: string,
  items: readonly T[],
  nameOf: (item: T) => string,
  show: (item: T) => OutputValue,
) => {
  const limit = optionalQueryInteger(input, "MaxItems", { min: 1, max: 1000 }) ?? 100;
  const marker = optionalQueryText(input, "Marker", { min: 1, max: 320 });
  const after = marker === undefined ? undefined : openMarker(marker, name);
  const sorted = [...items].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const rest = after === undefined ? sorted : sorted.filter((item) => nameOf(item) > after);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const more = rest.length > limit && last !== undefined;
  return {
    [name]: shown.map(show),
    IsTruncated: more,
    Marker: more ? Buffer.from(`${name}\n${nameOf(last)}`).toString("base64") : undefined,
  };
};

const openMarker = (marker: string, name: string): string => {
  const [list, after] = Buffer.from(marker, "base64").toString().split("\n");
  if (list !== name || after === undefined) throw new ApiError("ValidationError", "Invalid Marker");
  return after;
};
