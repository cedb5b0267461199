import type { Call } from "../call.ts";
import { roleArn } from "../state/lookup.ts";
import { accountsIn, pathOf } from "../state/organization.ts";
import { entityOf, identityUserId } from "./caller.ts";

/** Condition keys of a request: name to value, or to the values of a multi-valued key. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * The global condition keys that every request of the sandbox carries (IAM User Guide, global condition keys). The
 * connection counts as encrypted, as AWS takes no other.
 */
export const globalContext = (call: Call): Context => {
  const { identity } = call.credential;
  const entity = entityOf(call.state, identity);
  const tags = entity && "tags" in entity ? [...entity.tags] : [];
  return {
    "aws:CurrentTime": new Date(call.now).toISOString(),
    "aws:EpochTime": String(Math.floor(call.now / 1000)),
    "aws:SourceIp": "127.0.0.1",
    "aws:SecureTransport": "true",
    "aws:ViaAWSService": "false",
    "aws:RequestedRegion": call.region,
    "aws:userid": identityUserId(call.state, identity),
    ...organizationContext(call, "Principal", identity.account),
    ...(identity.kind === "session" ? sessionContext(identity.account, entity) : {}),
    ...Object.fromEntries(tags.map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  };
};

/** Where caller or key are in the organization; nothing for an account that is in none. */
export const organizationContext = (
  { state: { organization } }: Call,
  of: "Principal" | "Resource",
  account: string,
): Context => {
  if (!organization || !accountsIn(organization).includes(account)) return {};
  return {
    [`aws:${of}OrgID`]: organization.id,
    [`aws:${of}OrgPaths`]: [pathOf(organization, account)],
    ...(of === "Principal" ? { "aws:PrincipalOrgMasterAccountId": organization.management } : {}),
  };
};

/** A session's `aws:PrincipalArn` is its role with the path, which the session's own ARN has lost. */
const sessionContext = (account: string, role: { path: string; name: string } | undefined): Context => ({
  "aws:MultiFactorAuthPresent": "false",
  ...(role ? { "aws:PrincipalArn": roleArn(account, role) } : {}),
});
