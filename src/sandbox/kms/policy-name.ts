import { ApiError } from "../wire/api-error.ts";
import { optionalText } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { policyNameRule } from "./key-shapes.ts";

/** Throws NotFoundException where a request asks for a policy of another name: each key has one, called `default`. */
export const requireDefaultPolicy = (input: Input): void => {
  const name = optionalText(input, "PolicyName", policyNameRule) ?? "default";
  if (name !== "default") throw new ApiError("NotFoundException", "No such policy exists");
};
