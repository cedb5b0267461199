import { fixedParts } from "./symbols.ts";
import { shape, type Shape } from "./value-shape.ts";

/** What the values of some condition keys look like, whatever the request. */
export type FormName =
  | "account"
  | "organization"
  | "organization-path"
  | "principal-arn"
  | "grantee"
  | "arn"
  | "region"
  | "service"
  | "via"
  | "vpc"
  | "endpoint"
  | "user-id"
  | "user-name"
  | "digest";

const formOfKey: Readonly<Record<string, FormName>> = {
  "kms:calleraccount": "account",
  "aws:principalaccount": "account",
  "aws:sourceaccount": "account",
  "aws:resourceaccount": "account",
  "aws:vpceaccount": "account",
  "aws:principalorgid": "organization",
  "aws:sourceorgid": "organization",
  "aws:resourceorgid": "organization",
  "aws:vpceorgid": "organization",
  "aws:principalorgpaths": "organization-path",
  "aws:sourceorgpaths": "organization-path",
  "aws:resourceorgpaths": "organization-path",
  "aws:vpceorgpaths": "organization-path",
  "aws:principalarn": "principal-arn",
  "aws:arn": "principal-arn",
  "kms:granteeprincipal": "grantee",
  "kms:retiringprincipal": "grantee",
  "aws:sourcearn": "arn",
  "aws:sourcevpcarn": "arn",
  "kms:grantconstraintsourcearn": "arn",
  "lambda:sourcefunctionarn": "arn",
  "ec2:sourceinstancearn": "arn",
  "aws:requestedregion": "region",
  "kms:replicaregion": "region",
  "kms:primaryregion": "region",
  "kms:viaservice": "via",
  "aws:calledvia": "service",
  "aws:calledviafirst": "service",
  "aws:calledvialast": "service",
  "aws:principalservicename": "service",
  "aws:principalservicenameslist": "service",
  "kms:granteeserviceprincipal": "service",
  "kms:retiringserviceprincipal": "service",
  "aws:sourcevpc": "vpc",
  "aws:ec2instancesourcevpc": "vpc",
  "aws:sourcevpce": "endpoint",
  "aws:userid": "user-id",
  "aws:username": "user-name",
};

// The services' own contexts name the resource by its ARN ("aws:cloudtrail:arn", "aws:lambda:FunctionArn"); a caller's may hold anything.
const formsOfFamilies: readonly (readonly [RegExp, FormName])[] = [
  [/^kms:encryptioncontext:aws:.*arn$/, "arn"],
  [/^kms:recipientattestation:/, "digest"],
];

/** The form of a condition key's values; the key in lower case. Undefined for keys that can have any. */
export const formOf = (folded: string): FormName | undefined =>
  // The key is a policy's text: `constructor` must not find what every object has.
  Object.hasOwn(formOfKey, folded)
    ? formOfKey[folded]
    : formsOfFamilies.find(([keys]) => keys.test(folded))?.[1];

/**
 * What every value of a form has for certain, wider than what `check` expects: the id of an organization in an example may be short, and
 * there may be Regions that nobody knows yet (IAM User Guide, "Global condition context keys"; "IAM identifiers").
 */
const certain: Readonly<Partial<Record<FormName, Shape>>> = {
  account: shape("[0-9]{12}"),
  organization: shape("o(-.*)?"),
  "organization-path": shape("o-.*"),
  "principal-arn": shape("arn:.*:.*:.*:.*:.+"),
  arn: shape("arn:.*:.*:.*:.*:.+"),
  via: shape("[a-z0-9-]+[.][a-z0-9-]+[.]amazonaws[.]com"),
  vpc: shape("vpc-.*"),
  endpoint: shape("vpce-.*"),
  "user-id": shape("[A-Z0-9]+(:.*)?"),
  "user-name": shape("[A-Za-z0-9_+=,.@-]{1,64}"),
};

/** How a test compares texts. */
export interface TextStyle {
  /** `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
  /** Part by part of an ARN. */
  readonly byPart: boolean;
  /** `${…}` is a variable. */
  readonly variables: boolean;
}

/**
 * Whether some request can give the key (in any case) a value that this one of a policy matches. False only where its form forbids it for
 * certain: an account id of 11 digits, an ARN cut short. Both readings of a policy take such a value for none.
 */
export const canBeValue = (key: string, value: string, style: TextStyle): boolean => {
  const form = formOf(key.toLowerCase());
  const can = form && certain[form];
  if (!can || value === "*" || fixedParts(value) || (style.variables && value.includes("${"))) return true;
  if (!style.wildcards) return can.has(value, style.ignoreCase);
  return can.meets(value, { ignoreCase: style.ignoreCase, byPart: style.byPart });
};
