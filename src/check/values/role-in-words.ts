import { reservedRole, ssoPath } from "../../policy/reserved-roles.ts";

/** How to name the role of a session where its ARN does not tell the path: a role of IAM Identity Center has its home Region in it. */
export const roleInWords = (session: string): string => {
  const [, role = "NAME"] = /assumed-role[:/]+([^/:]+)/i.exec(session) ?? [];
  const reserved = reservedRole(role);
  if (reserved?.kind === "sso")
    return `name the whole ARN of the role, …:role${ssoPath}REGION/${role} (without REGION/ for us-east-1), or every assignment of the permission set by ArnLike on aws:PrincipalArn: …:role${ssoPath}*AWSReservedSSO_${reserved.permissionSet ?? "NAME"}_*`;
  if (reserved)
    return `name the whole ARN of the role, …:role/aws-service-role/SERVICE.amazonaws.com/${role}`;
  return `name the role: …:role/${role}, with its path if it has one`;
};
