import { UsageError } from "../../errors.ts";
import { reservedRoleAsked } from "../../default-view/reserved-operand.ts";
import { callingService } from "../../default-view/service-principal.ts";
import { ssoOperand } from "../../default-view/sso-operand.ts";
import { undashed } from "../../policy/account-id.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { isOfPermissionSet, permissionSetPattern, someRoleOf } from "../../policy/permission-set.ts";
import { parseCaller } from "../../policy/internal-caller.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { isKnownService } from "../../policy/service-principals.ts";
import { veil } from "../../policy/symbols.ts";

/**
 * The caller that a principal operand of `can` means, as the evaluator reads it. `user/NAME` and `role/NAME` belong to
 * the key's account, of `sso/NAME` it is the role of the set among `named`, or some role that it may have. A role of AWS's own without its path is the one
 * of that name among `named`. A service may be
 * called by the first words of its name. Throws UsageError (`bad-principal`, `account-needed`, `reserved-role-path`, `invalid-service-principal`,
 * `region-needed`) for what can make no request.
 */
export const requestPrincipal = (asked: string, facts: KeyFacts, named: readonly string[] = []): string => {
  // As who-can writes it in --json.
  const text = undashed(veil(asked)).replace(/^account:(?=\d{12}$)/, "");
  if (/^root-user:\d{12}$/.test(text)) return text;
  const [, service] = /^service:([a-z0-9.-]+)$/.exec(text) ?? [];
  if (service !== undefined) return `service:${service === "any" ? service : callingService(service, facts)}`;
  const set = ssoOperand(text, facts);
  if (set) {
    const pattern = permissionSetPattern(set, facts.partition);
    return named.find((value) => isOfPermissionSet(value, pattern)) ?? someRoleOf(pattern);
  }
  // The whole name of a service is nobody else's.
  if (parsePrincipal("Service", text).kind === "service" && /\.amazonaws\./.test(text))
    return `service:${text}`;
  const typed = /^(?:user|role)\//.test(text) ? ownArn(text, facts) : text;
  const arn = reservedRoleAsked(typed, facts, named);
  const principal = parseCaller(arn);
  if (principal.kind !== "malformed" && principal.kind !== "everyone") return arn;
  throw new UsageError("bad-principal", `"${text}" names no caller`, { hint: meantToBe(arn) });
};

const ownArn = (text: string, { account, partition }: KeyFacts): string => {
  if (account !== undefined) return `arn:${partition ?? "aws"}:iam::${account}:${text}`;
  throw new UsageError("account-needed", `the account of ${text} is not known`, {
    hint: "give --account ID, or write the whole ARN",
  });
};

/** The principal of a service that is called by the first words of its name: `logs`, `s3`. */
const serviceMeant = (text: string): string | undefined => {
  if (/\.amazonaws\.com/.test(text)) return text;
  return isKnownService(`${text}.amazonaws.com`) ? `${text}.amazonaws.com` : undefined;
};

const meantToBe = (text: string): string => {
  if (/:group\//.test(text) || text.startsWith("group/")) {
    return "a group makes no requests: name one of its users";
  }
  const service = serviceMeant(text);
  if (service !== undefined) return `for a service write service:${service}`;
  return "give an ARN, role/NAME, user/NAME, sso/NAME, a 12-digit account id, root-user:ID or service:NAME";
};
