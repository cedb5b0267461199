import { authoriseKms } from "../access/authorise.ts";
import type { Operation } from "../call.ts";
import { regionOf } from "../state/lookup.ts";
import { page, pageOutput } from "./page.ts";

/** `ListKeys` of the KMS API. */
export const listKeys: Operation = (input, call) => {
  authoriseKms(call, "kms:ListKeys");
  const keys = [...regionOf(call.state, call.account, call.region).keys.values()];
  const found = page(input, {
    of: "ListKeys",
    items: keys,
    id: ({ id }) => id,
    defaultLimit: 100,
    maximum: 1000,
  });
  return pageOutput("Keys", found, (key) => ({ KeyId: key.id, KeyArn: key.arn }));
};
