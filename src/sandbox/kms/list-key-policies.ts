import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import { keyNamed } from "./find-key.ts";
import { page, pageOutput } from "./page.ts";

/** `ListKeyPolicies` of the KMS API. */
export const listKeyPolicies: Operation = (input, call) => {
  const key = keyNamed(input, call);
  authoriseKey(call, "kms:ListKeyPolicies", key);
  const listing = { of: `ListKeyPolicies ${key.id}`, items: ["default"], id: (name: string) => name };
  return pageOutput(
    "PolicyNames",
    page(input, { ...listing, defaultLimit: 100, maximum: 1000 }),
    (name) => name,
  );
};
