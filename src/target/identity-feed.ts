import { parsePrincipal } from "../policy/principal.ts";
import type { IdentityDirectory } from "../ports.ts";
import type { Entry } from "../questions.ts";
import { type GrowingFeed, growingFeed } from "./growing-feed.ts";

/**
 * The account's users and roles, as ARNs: name with path, service-linked roles last. `taken` says of an ARN why it
 * cannot be chosen, where it cannot.
 */
export const identityFeed = (
  directory: IdentityDirectory,
  taken: (arn: string) => string | undefined,
): GrowingFeed<string> =>
  growingFeed(async (add, stopped) => {
    const fill = async (kind: "user" | "role") => {
      for await (const { name, path, arn } of directory.list(kind)) {
        if (stopped()) return;
        const why = taken(arn);
        const last = path.startsWith("/aws-service-role/");
        add({ value: arn, cells: [`${kind}${path}${name}`], last, ...(why !== undefined && { taken: why }) });
      }
    };
    await fill("role");
    await fill("user");
  });

/** A typed ARN, `role/NAME`, `user/NAME`, `sso/NAME` or account id as an entry of its own. */
export const typedPrincipal = (text: string): Entry<string> | undefined => {
  const isShort = /^(?:user|role|sso)\/[\w+=,.@/-]+$/.test(text);
  const principal = isShort ? undefined : parsePrincipal("AWS", text);
  if (!isShort && (!principal || principal.kind === "malformed" || principal.kind === "everyone"))
    return undefined;
  return { value: text, cells: [text, "as typed"] };
};
