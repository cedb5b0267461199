import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { optionalList } from "../wire/json-parameters.ts";
import { keyNamed } from "./find-key.ts";
import { refusePendingDeletion, requireCustomerManaged } from "./key-state.ts";

/** `UntagResource` of the KMS API. */
export const untagResource: Operation = (input, call) => {
  const names = (optionalList(input, "TagKeys") ?? []).map(String);
  const key = keyNamed(input, call);
  requireCustomerManaged(key);
  authoriseKey(call, "kms:UntagResource", key, { context: { "aws:TagKeys": names } });
  refusePendingDeletion(key);
  for (const name of names) key.tags.delete(name);
  return {};
};
