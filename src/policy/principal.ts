import { withoutStandIns } from "./symbols.ts";
import { canHavePath } from "./reserved-roles.ts";

/**
 * What a principal string of a key policy names (IAM User Guide, "Principal"; IAM identifiers).
 * Account ids are 12 digits; `path` begins and ends with `/` and is `/` where there is none.
 */
export type Principal =
  | { readonly kind: "everyone" }
  | { readonly kind: "account"; readonly partition: string | undefined; readonly account: string }
  | NamedPrincipal
  | {
      readonly kind: "session";
      readonly partition: string;
      readonly account: string;
      readonly role: string;
      readonly session: string;
      readonly arn: string;
    }
  | {
      readonly kind: "federated-user";
      readonly partition: string;
      readonly account: string;
      readonly name: string;
      readonly arn: string;
    }
  | { readonly kind: "service"; readonly name: string }
  | { readonly kind: "unique-id"; readonly id: string; readonly of: "user" | "role" }
  | {
      readonly kind: "malformed";
      readonly value: string;
      readonly because: MalformedPrincipal;
      /** Of `reserved-role-path`: the role that the ARN would name if its path were not wrong. */
      readonly role?: NamedPrincipal;
    };

export interface NamedPrincipal {
  readonly kind: "user" | "role";
  readonly partition: string;
  readonly account: string;
  readonly path: string;
  readonly name: string;
  readonly arn: string;
}

/** Why a string names no principal; each is the code of the finding that reports it. */
export type MalformedPrincipal =
  | "group-principal"
  | "iam-only-arn"
  | "wildcard-in-principal"
  | "invalid-account-id"
  | "malformed-principal-arn"
  | "federated-principal"
  | "canonical-user-principal"
  | "invalid-service-principal"
  | "invalid-principal-key"
  | "reserved-role-path";

const partitions = new Set([
  ...["aws", "aws-cn", "aws-us-gov", "aws-eusc"],
  ...["aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"],
]);
/** Whether AWS has a partition of that name. */
export const isPartition = (name: string): boolean => partitions.has(name);

const account = /^\d{12}$/;
const nameCharacters = /^[\w+=,.@-]+$/;
const path = /^\/(?:[\u0021-\u007E]{1,510}\/)?$/;
const serviceName = /^[a-z0-9][a-z0-9-]*(\.[a-z0-9-]+)+$/;
const iamOnly = new Set([
  ...["policy", "instance-profile", "mfa", "sms-mfa", "saml-provider", "oidc-provider"],
  ...["server-certificate", "u2f", "access-report"],
]);

// The same few principals are read over and over, in each statement and by each part that looks at it.
const read = new Map<string, Principal>();
const mostRead = 5000;

/** Reads one entry of a Principal element: `type` is its key (`AWS`, `Service`, …), `value` the string under it. */
export const parsePrincipal = (type: string, value: string): Principal => {
  if (type !== "AWS") return readOther(type, value);
  const known = read.get(value);
  if (known) return known;
  if (read.size >= mostRead) read.clear();
  const principal = readAws(value);
  read.set(value, principal);
  return principal;
};

const readOther = (type: string, value: string): Principal => {
  if (type === "Service") {
    return serviceName.test(value)
      ? { kind: "service", name: value }
      : malformed(value, "invalid-service-principal");
  }
  if (type === "Federated") return malformed(value, "federated-principal");
  if (type === "CanonicalUser") return malformed(value, "canonical-user-principal");
  return malformed(value, "invalid-principal-key");
};

const readAws = (value: string): Principal => {
  if (value.startsWith("arn:")) return parseArn(value);
  if (value === "*") return { kind: "everyone" };
  if (account.test(value)) return { kind: "account", partition: undefined, account: value };
  const uniqueId = /^(AIDA|AROA)[A-Z0-9]{4,124}(:.+)?$/.exec(value);
  if (uniqueId) return { kind: "unique-id", id: value, of: uniqueId[1] === "AIDA" ? "user" : "role" };
  return malformed(value, becauseNoArn(value));
};

const becauseNoArn = (value: string): MalformedPrincipal => {
  if (/[*?]/.test(value)) return "wildcard-in-principal";
  return /^[\d\s-]+$/.test(value) ? "invalid-account-id" : "malformed-principal-arn";
};

const parseArn = (arn: string): Principal => {
  const [, partition = "", service = "", region = "", accountId = "", ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (/[*?]/.test(arn)) return malformed(arn, "wildcard-in-principal");
  if (!partitions.has(partition) || region !== "" || rest.length !== 1)
    return malformed(arn, "malformed-principal-arn");
  if (service !== "iam" && service !== "sts") return malformed(arn, "malformed-principal-arn");
  if (!account.test(accountId)) return malformed(arn, "invalid-account-id");
  const [type = "", ...names] = resource.split("/");
  if (type === "group") return malformed(arn, "group-principal");
  if (iamOnly.has(type)) return malformed(arn, "iam-only-arn");
  const owner = { partition, account: accountId, arn };
  return (
    (service === "iam" ? parseIam(type, names, owner) : parseSts(type, names, owner)) ??
    malformed(arn, "malformed-principal-arn")
  );
};

interface Owner {
  readonly partition: string;
  readonly account: string;
  readonly arn: string;
}

const parseIam = (type: string, names: readonly string[], owner: Owner): Principal | undefined => {
  if (type === "root" && names.length === 0)
    return { kind: "account", partition: owner.partition, account: owner.account };
  const last = names.at(-1) ?? "";
  const before = names.length > 1 ? `/${names.slice(0, -1).join("/")}/` : "/";
  if ((type !== "user" && type !== "role") || !isName(last) || !path.test(before)) return undefined;
  const named: NamedPrincipal = { kind: type, ...owner, path: before, name: last };
  // A role that AWS creates stands under its path alone: under another there is none (IAM User Guide, "Service-linked roles").
  return type === "user" || canHavePath(last, before)
    ? named
    : { ...malformed(owner.arn, "reserved-role-path"), role: named };
};

/** A name has 64 characters at most (IAM User Guide, "IAM and AWS STS quotas"); how many those have that are filled in later is not known. */
const isName = (text: string): boolean => nameCharacters.test(text) && withoutStandIns(text).length <= 64;

const parseSts = (type: string, names: readonly string[], owner: Owner): Principal | undefined => {
  const [first = "", second = ""] = names;
  if (type === "assumed-role" && names.length === 2 && isName(first) && isName(second)) {
    return { kind: "session", ...owner, role: first, session: second };
  }
  return type === "federated-user" && names.length === 1 && first.length >= 2 && isName(first)
    ? { kind: "federated-user", ...owner, name: first }
    : undefined;
};

const malformed = (value: string, because: MalformedPrincipal) => ({
  kind: "malformed" as const,
  value,
  because,
});

/** The user or role that an entry names, or would name if a role of AWS's own had its path; undefined for all others. */
export const roleOrUserMeant = (principal: Principal): NamedPrincipal | undefined => {
  if (principal.kind === "malformed") return principal.role;
  return principal.kind === "user" || principal.kind === "role" ? principal : undefined;
};
