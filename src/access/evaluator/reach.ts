import type { Statement } from "../../policy/model.ts";
import { parsePrincipal, type Principal } from "../../policy/principal.ts";
import { type RequestCaller, samePartition } from "./caller.ts";

/** How an entry reaches a caller: by name (or `*`), or through the account principal, which hands over to IAM. */
export type Reach = "direct" | "account";

// A statement is asked about thousands of times, its principals are read once.
const read = new WeakMap<Statement, readonly Principal[]>();

/** The statement's principals, read. */
export const principalsOf = (statement: Statement): readonly Principal[] => {
  const known = read.get(statement);
  if (known) return known;
  const principals = statement.principals.map(({ type, value }) => parsePrincipal(type, value));
  read.set(statement, principals);
  return principals;
};

/** How a principal reaches a caller; undefined where it does not. `*` takes in every living identity, but no service. */
export const reachOf = (principal: Principal, caller: RequestCaller): Reach | undefined => {
  if (principal.kind === "everyone") return identityless.has(caller.kind) ? undefined : "direct";
  if (principal.kind === "account") return ownsCaller(principal, caller) ? "account" : undefined;
  return namesCaller(principal, caller) ? "direct" : undefined;
};

const identityless: ReadonlySet<RequestCaller["kind"]> = new Set(["service", "unique-id"]);

/** Does the caller belong to the account that the principal is, or is of? */
export const ownsCaller = (
  principal: { readonly account: string; readonly partition: string | undefined },
  caller: RequestCaller,
): boolean => principal.account === caller.account && samePartition(principal.partition, caller.partition);

// A role covers its sessions; the session's ARN lacks the role's path, so the name decides (role names are unique in
// an account). A user ARN may cover federated sessions of that user too, but their ARN does not tell whose they are.
const namesCaller = (principal: Principal, caller: RequestCaller): boolean => {
  switch (principal.kind) {
    case "role":
      return (
        principal.arn === caller.arn ||
        (caller.kind === "session" && principal.name === caller.name && ownsCaller(principal, caller))
      );
    case "user":
    case "session":
    case "federated-user":
      return principal.arn === caller.arn;
    case "service":
      return caller.kind === "service" && principal.name === caller.name;
    case "unique-id":
      return caller.kind === "unique-id" && coversId(principal.id, caller.name);
    default:
      return false;
  }
};

// `AROA…` covers `AROA…:session`; the name of a session has no colon.
const coversId = (id: string, other: string): boolean => id === other || id === other.split(":")[0];
