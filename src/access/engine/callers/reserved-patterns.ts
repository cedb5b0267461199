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
const ssoPath = text("aws-reserved/sso.amazonaws.com/");

/** A kind of roles that AWS makes itself: how their names begin, and under which paths it puts them. */
export interface ReservedKind {
  readonly sign: RegExp;
  readonly start: Pattern;
  readonly paths: readonly Pattern[];
}

/**
 * IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets in resource policies". A path
 * follows the first slash of a role's ARN.
 */
export const reservedKinds: readonly ReservedKind[] = [
  {
    sign: /AWSReservedSSO_/i,
    start: text("AWSReservedSSO_"),
    paths: [ssoPath, [...ssoPath, ...some(inRegion), ...text("/")]],
  },
  {
    // Roles that AWS uses inside an account: their ARN has no path (KMS Developer Guide, "Examining grants").
    sign: /(?:^|role\/)aws:/,
    start: text("aws:"),
    paths: [[]],
  },
  {
    sign: /AWSServiceRoleFor/i,
    start: text("AWSServiceRoleFor"),
    paths: [
      [
        ...[...text("aws-service-role/"), ...some(inService)],
        ...[...text(".amazonaws."), ...some(`.${lower}`), ...text("/")],
      ],
    ],
  },
];

/** Patterns that tell such roles by their names, whatever the path. `root` is the ARN of a role up to its first slash. */
export const reservedNames = (root: string, { start }: ReservedKind): readonly Pattern[] => [
  [...text(root), ...start, restOfName],
  [...text(root), ...anyPath, ...text("/"), ...start, restOfName],
];
