import { ApiError } from "../wire/api-error.ts";
import { optionalInteger, optionalText } from "../wire/json-parameters.ts";
import type { Input, Output, OutputValue } from "../wire/request.ts";

/** One page of a list of Organizations under its member name: twenty at most, in the order given. */
export const organizationsPage = <T>(
  input: Input,
  name: string,
  items: readonly T[],
  show: (item: T) => OutputValue,
): Output => {
  const limit = optionalInteger(input, "MaxResults", { min: 1, max: 20 }) ?? 20;
  const token = optionalText(input, "NextToken", { max: 100_000 });
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString());
  if (!Number.isInteger(start) || start < 0 || start > items.length)
    throw new ApiError("InvalidInputException", "You provided an invalid NextToken.");
  const end = start + limit;
  return {
    [name]: items.slice(start, end).map(show),
    NextToken: end < items.length ? Buffer.from(String(end)).toString("base64") : undefined,
  };
};
