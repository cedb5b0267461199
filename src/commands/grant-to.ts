import type { Grant } from "../ports.ts";

/** Grants whose grantee is the principal, its account, or the role whose session it is. They count beside the policy, not in it. */
export const grantTo =
  (principal: string) =>
  ({ grantee }: Grant): boolean => {
    const [, account, role] = /^arn:[^:]*:sts::(\d{12}):assumed-role\/([^/]+)\//.exec(principal) ?? [];
    const isSession =
      role !== undefined && new RegExp(`:${account}:role/(.*/)?${escaped(role)}$`).test(grantee);
    const owner = /:(\d{12})(?::|$)/.exec(principal)?.[1] ?? principal;
    const isAccount = grantee === owner || grantee.endsWith(`:${owner}:root`);
    return grantee === principal.replace(/^service:/, "") || isSession || isAccount;
  };

const escaped = (text: string): string => text.replace(/[.+]/g, "\\$&");
