import { parsePrincipal, type Principal } from "./principal.ts";

/** A role that AWS uses inside an account: `aws:ec2-infrastructure`. No role of the account's own has a colon in its name. */
const internalRole =
  /^(arn:([a-z-]+):(iam|sts)::(\d{12})):(role|assumed-role)\/(aws:[\w+=,.@-]{1,60})(?:\/([\w+=,.@-]{2,64}))?$/;

/**
 * Who an ARN is as a caller: whom a principal names, and besides roles of AWS's own with their sessions, which call and hold grants, and
 * which no policy can name as its principal (KMS Developer Guide, "Grants in AWS KMS", "Examining grants").
 */
export const parseCaller = (arn: string): Principal => {
  const [, , partition = "", service, account = "", type, name = "", session] = internalRole.exec(arn) ?? [];
  if (type === "role" && service === "iam" && session === undefined)
    return { kind: "role", partition, account, path: "/", name, arn };
  return type === "assumed-role" && service === "sts" && session !== undefined
    ? { kind: "session", partition, account, role: name, session, arn }
    : parsePrincipal("AWS", arn);
};
