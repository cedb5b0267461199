import type { Access } from "../access/types.ts";

/**
 * What anyone may do, of the list of all access: principals of any other account, or any AWS service, with the conditions under which
 * they may; what a Deny takes away is not in it.
 */
export const publicAmong = (rows: readonly Access[]): readonly Access[] =>
  rows.filter(({ principal }) => principal === "anyone" || principal === "service:any");
