import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { text } from "../wire/json-parameters.ts";
import { keyNamed } from "./find-key.ts";
import { descriptionRule } from "./key-shapes.ts";
import { refusePendingDeletion, requireCustomerManaged } from "./key-state.ts";

/** `UpdateKeyDescription` of the KMS API. */
export const updateKeyDescription: Operation = (input, call) => {
  const description = text(input, "Description", descriptionRule);
  const key = keyNamed(input, call);
  requireCustomerManaged(key);
  authoriseKey(call, "kms:UpdateKeyDescription", key);
  refusePendingDeletion(key);
  key.description = description;
  return {};
};
