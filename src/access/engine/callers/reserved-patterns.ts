import { textPattern } from "../patterns/pattern-text.ts";
import type { Pattern, Token } from "../patterns/pattern.ts";

const lower = "abcdefghijklmnopqrstuvwxyz";
const inRegion = `${lower}0123456789-`;
const inService = `.${inRegion}`;
const plain = { wildcards: false, variables: false };

const text = (plainText: string): Pattern => textPattern(plainText, plain);
const some = (only: string): Pattern => [
  { star: false, only },
  { star: true, only },
];
const anyPath: Pattern = [{ star: true, except: "" }];
const restOfName: Token = { star: true, except: "/" };

/**
 * Patterns that tell the roles of AWS's own by their names, whatever the path, and those under a path that AWS gives such a role (IAM User
 * Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets in resource policies"). `root` is the ARN of
 * a role up to its first slash.
 */
export const reservedPatterns = (root: string): readonly Pattern[] => {
  const sso = [...text("AWSReservedSSO_"), restOfName];
  const linked = [...text("AWSServiceRoleFor"), restOfName];
  const ssoPath = text(`${root}aws-reserved/sso.amazonaws.com/`);
  const linkedPath = [
    ...text(`${root}aws-service-role/`),
    ...some(inService),
    ...text(".amazonaws."),
    ...some(`.${lower}`),
    ...text("/"),
  ];
  return [
    [...text(root), ...sso],
    [...text(root), ...anyPath, ...text("/"), ...sso],
    [...ssoPath, ...sso],
    [...ssoPath, ...some(inRegion), ...text("/"), ...sso],
    [...text(root), ...linked],
    [...text(root), ...anyPath, ...text("/"), ...linked],
    [...linkedPath, ...linked],
  ];
};
