import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { keyNamed } from "./find-key.ts";
import { refusePendingDeletion, requireCustomerManaged } from "./key-state.ts";
import { requireTagsFit, tagContext, tagsGiven } from "./tags.ts";

/** `TagResource` of the KMS API. */
export const tagResource: Operation = (input, call) => {
  const tags = tagsGiven(input);
  const key = keyNamed(input, call);
  requireCustomerManaged(key);
  authoriseKey(call, "kms:TagResource", key, { context: tagContext(tags) });
  refusePendingDeletion(key);
  requireTagsFit(new Set([...key.tags.keys(), ...tags.keys()]).size);
  for (const [name, value] of tags) key.tags.set(name, value);
  return {};
};
