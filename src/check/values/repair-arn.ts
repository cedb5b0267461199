import type { KeyFacts } from "../../policy/key-facts.ts";
import { reservedRole, ssoPath } from "../../policy/reserved-roles.ts";

/** Partition, account and the rest of something that was meant as the ARN of an account, user or role. */
interface Owner {
  readonly partition: string;
  readonly account: string;
}

/**
 * The ARN that a text was meant to be, as far as its letters tell: of an account, a user or a role, wildcards kept, reserved roles in
 * their path. Undefined where something has to be filled in.
 */
export const repairedArn = (written: string, facts: KeyFacts): string | undefined => {
  const text = written.trim();
  const owner = ownerIn(text, facts);
  if (!owner || /[<>{}\s]/.test(text)) return undefined;
  const { partition, account } = owner;
  const start = `arn:${partition}:iam::${account}:`;
  if (/[:/]root[:/]?$/i.test(text) || text === account) return `${start}root`;
  const [, type, names] = /(?:^|[:/])(user|role)s?[:/]+(.*[^:/])[:/]*$/i.exec(text) ?? [];
  if (type === undefined || names === undefined) return sessionRole(text, owner);
  const name = names.replaceAll(/\/{2,}/g, "/");
  return type.toLowerCase() === "role" ? roleArn(owner, name) : `${start}user/${name}`;
};

/** Of a session, however its ARN is written: its role. */
const sessionRole = (text: string, owner: Owner): string | undefined => {
  const [, role] = /assumed-role[:/]+([^/:]+)/i.exec(text) ?? [];
  return role === undefined ? undefined : roleArn(owner, role);
};

const ownerIn = (text: string, facts: KeyFacts): Owner | undefined => {
  const named = /arn:(aws[a-z-]*):/i.exec(text)?.[1]?.toLowerCase();
  const partition = facts.partition ?? named ?? "aws";
  const digits = /(?:^|:)(\d[\d-]*\d)(?=:|$)/.exec(text)?.[1]?.replaceAll("-", "");
  if (digits !== undefined) return digits.length === 12 ? { partition, account: digits } : undefined;
  // Without any account that of the key is meant.
  const { account } = facts;
  return account !== undefined && !/\d{9}|[:/]\*:/.test(text) ? { partition, account } : undefined;
};

/** With the path where the name tells it; a role of IAM Identity Center has its Region in it, which only a pattern can leave open. */
const roleArn = ({ partition, account }: Owner, name: string): string | undefined => {
  const last = name.split("/").at(-1) ?? name;
  const reserved = reservedRole(last);
  const start = `arn:${partition}:iam::${account}:role`;
  if (!reserved || /^aws-(?:service-role|reserved)\/[^/]+\.amazonaws\.[^/]+\//.test(name))
    return `${start}/${name}`;
  if (reserved.kind === "service-linked") return reserved.path && `${start}${reserved.path}${last}`;
  return /[*?]/.test(last) ? `${start}${ssoPath}*${last}` : undefined;
};
