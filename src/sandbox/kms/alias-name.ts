import { ApiError } from "../wire/api-error.ts";
import { text } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { aliasNameRule } from "./key-shapes.ts";

/** `AliasName` of a request that changes an alias: `alias/…`, and not one of AWS's own. */
export const aliasNameGiven = (input: Input): string => {
  const name = text(input, "AliasName", aliasNameRule);
  if (!/^alias\/./.test(name)) throw new ApiError("ValidationException", "Invalid identifier");
  if (name.startsWith("alias/aws/")) throw new ApiError("NotAuthorizedException", "");
  return name;
};
