import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { keyNamed } from "./find-key.ts";
import { page, pageOutput } from "./page.ts";

/** `ListResourceTags` of the KMS API. */
export const listResourceTags: Operation = (input, call) => {
  const key = keyNamed(input, call);
  authoriseKey(call, "kms:ListResourceTags", key);
  const found = page(input, {
    of: `ListResourceTags ${key.id}`,
    items: [...key.tags],
    id: ([name]) => name,
    defaultLimit: 50,
    maximum: 50,
  });
  return pageOutput("Tags", found, ([name, value]) => ({ TagKey: name, TagValue: value }));
};
