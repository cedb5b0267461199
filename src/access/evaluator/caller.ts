import { parseCaller } from "../../policy/internal-caller.ts";
import { parsePrincipal, type Principal } from "../../policy/principal.ts";

/**
 * Who makes a request. `account` is undefined for services and dead ids; `arn` only where there is one. A `role` is
 * any session of that role; `some-identity` is a user or role of the account of which nothing more is known.
 */
export interface RequestCaller {
  readonly kind: CallerKind;
  readonly account: string | undefined;
  /** Undefined where the caller was named by an account id alone: then any partition will do. */
  readonly partition: string | undefined;
  readonly arn: string | undefined;
  /** Name of the user, role, federated user or service, or the unique id; a session has its role's name. */
  readonly name: string;
}

type CallerKind =
  "user" | "role" | "session" | "federated-user" | "root-user" | "some-identity" | "service" | "unique-id";

const accountWord = /^(root-user|account):(\d{12})$/;
const looksLikeService = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** Reads the `principal` of a request (the contract's row "PRINCIPAL of can"); undefined where it names no caller. */
export const callerOf = (word: string): RequestCaller | undefined => {
  const [, kind, account] = accountWord.exec(word) ?? [];
  if (account !== undefined)
    return ofAccount(kind === "root-user" ? kind : "some-identity", account, undefined);
  if (word.startsWith("service:"))
    return callerNamed(parsePrincipal("Service", word.slice("service:".length)));
  return callerNamed(looksLikeService.test(word) ? parsePrincipal("Service", word) : parseCaller(word));
};

const ofAccount = (kind: CallerKind, account: string, partition: string | undefined): RequestCaller => {
  const arn = kind === "root-user" ? `arn:${partition ?? "aws"}:iam::${account}:root` : undefined;
  return { kind, account, partition, arn, name: account };
};

/** The caller that a principal entry names, read as a request: an account is some identity of it. */
export const callerNamed = (principal: Principal): RequestCaller | undefined => {
  const none = { account: undefined, partition: undefined, arn: undefined };
  switch (principal.kind) {
    case "user":
    case "role":
    case "federated-user":
      return principal;
    case "session":
      return { ...principal, name: principal.role };
    case "account":
      return ofAccount("some-identity", principal.account, principal.partition);
    case "service":
      return { ...none, kind: "service", name: principal.name };
    case "unique-id":
      return { ...none, kind: "unique-id", name: principal.id };
    default:
      return undefined;
  }
};

/** The root user of an account, as a caller. */
export const rootUserOf = (account: string, partition: string | undefined): RequestCaller =>
  ofAccount("root-user", account, partition);

/** Do two partitions agree? An unknown one agrees with any. */
export const samePartition = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || one === other;
