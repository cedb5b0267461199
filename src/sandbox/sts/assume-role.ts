import { deniedByIdentity } from "../access/authorise.ts";
import { denialMessage } from "../access/denials.ts";
import { decideTrust } from "../access/policy-decision.ts";
import { principalOf } from "../access/caller.ts";
import { globalContext } from "../access/context.ts";
import type { Call, Operation } from "../call.ts";
import { secretKey, uniqueId } from "../state/ids.ts";
import { roleArn } from "../state/lookup.ts";
import { sessionTokenOf } from "../state/session-token.ts";
import type { Identity, Role } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { optionalQueryInteger, optionalQueryText, queryText } from "../wire/query-parameters.ts";
import { invalid } from "../wire/validation.ts";

const sessionNameRule = { min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ };

/** Temporary credentials of a role, where its trust policy names the caller, or the caller's account and its IAM allows. */
export const assumeRole: Operation = (input, call) => {
  const arn = queryText(input, "RoleArn", { min: 20, max: 2048 });
  const session = queryText(input, "RoleSessionName", sessionNameRule);
  const seconds = optionalQueryInteger(input, "DurationSeconds", { min: 900, max: 43_200 }) ?? 3600;
  const sessionPolicy = optionalQueryText(input, "Policy", { min: 1, max: 2048 });
  const { account, role } = findRole(arn, call);
  requireTrust(call, account, role, arn);
  if (seconds > role.maxSession) throw tooLong(seconds);
  const identity = { kind: "session" as const, account, role: role.name, roleId: role.id, session };
  const issued = {
    accessKeyId: uniqueId(call.state.random, "ASIA"),
    identity: sessionPolicy === undefined ? identity : { ...identity, sessionPolicy },
    created: call.now,
    expires: call.now + seconds * 1000,
  };
  return answer(issued, sessionTokenOf(issued), role, secretKey(call.state.random));
};

interface Issued {
  readonly accessKeyId: string;
  readonly identity: Extract<Identity, { kind: "session" }>;
  readonly created: number;
  readonly expires: number;
}

const findRole = (arn: string, call: Call): { account: string; role: Role } => {
  const [, account = "", name = ""] = /^arn:aws:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  const role = call.state.accounts.get(account)?.roles.get(name);
  if (!role || roleArn(account, role) !== arn) throw refused(call, arn);
  return { account, role };
};

const requireTrust = (call: Call, account: string, role: Role, arn: string): void => {
  const request = { principal: principalOf(call), context: globalContext(call) };
  const trust = decideTrust(role.trust, request, account);
  if (trust === "denied" || trust === "not-allowed") throw refused(call, arn);
  if (trust === "needs-iam" && deniedByIdentity(call, "sts:AssumeRole", arn, {})) throw refused(call, arn);
};

/** AWS does not tell a role that is not there from one that does not trust the caller. */
const refused = (call: Call, arn: string): ApiError => {
  const [start = ""] = denialMessage(call.arn, "sts:AssumeRole", arn, { missing: "identity-based" }).split(
    " because",
  );
  return new ApiError("AccessDenied", start);
};

const tooLong = (seconds: number): ApiError =>
  invalid(
    "DurationSeconds",
    `'${seconds}'`,
    "be at most the MaxSessionDuration set for this role",
    "ValidationError",
  );

const answer = (issued: Issued, token: string, role: Role, secret: string) => ({
  Credentials: {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: secret,
    SessionToken: token,
    Expiration: new Date(issued.expires),
  },
  AssumedRoleUser: {
    AssumedRoleId: `${role.id}:${issued.identity.session}`,
    Arn: `arn:aws:sts::${issued.identity.account}:assumed-role/${role.name}/${issued.identity.session}`,
  },
});
