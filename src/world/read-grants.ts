import { type PlainObject, objectOf, objectsOf, textOf, textsOf } from "./plain-json.ts";
import type { KeyGrant } from "./types.ts";

const constraintsOfContext = new Set(["EncryptionContextEquals", "EncryptionContextSubset"]);

/**
 * The grants in an answer of kms:ListGrants. Names that a newer KMS may use for a service are taken as well
 * (GranteeServicePrincipal); an entry that tells no grantee, or no list of operations, is left out.
 */
export const readGrants = (answer: PlainObject): readonly KeyGrant[] =>
  objectsOf(answer["Grants"]).flatMap((grant) => {
    const grantee = textOf(grant, "GranteePrincipal") ?? textOf(grant, "GranteeServicePrincipal");
    return grantee === undefined || !Array.isArray(grant["Operations"]) ? [] : [grantOf(grant, grantee)];
  });

const grantOf = (grant: PlainObject, grantee: string): KeyGrant => {
  const constraints = objectOf(grant["Constraints"]) ?? {};
  const other = Object.keys(constraints).find((name) => !constraintsOfContext.has(name));
  const key = textOf(grant, "KeyId");
  const retiring = textOf(grant, "RetiringPrincipal") ?? textOf(grant, "RetiringServicePrincipal");
  return {
    id: textOf(grant, "GrantId") ?? "",
    ...(key !== undefined && { key }),
    grantee,
    ...(retiring !== undefined && { retiring }),
    actions: textsOf(grant["Operations"])
      .filter(isName)
      .map((operation) => `kms:${operation}`),
    issuingAccount: accountIn(textOf(grant, "IssuingAccount")),
    ...contextIn(constraints),
    ...(other !== undefined && { otherConstraint: other }),
  };
};

// KMS lists operations by name; a wildcard there names none.
const isName = (operation: string): boolean => /^\w+$/.test(operation);

/**
 * Those of the grants that are on the key. Undefined (not known) where all that is known is of other keys: what was kept
 * of one key says nothing of another.
 */
export const grantsOn = (
  grants: readonly KeyGrant[] | undefined,
  arn: string | undefined,
): readonly KeyGrant[] | undefined => {
  if (!grants || arn === undefined) return grants;
  const own = grants.filter(({ key }) => key === undefined || key === arn || arn.endsWith(`:key/${key}`));
  return own.length === 0 && grants.length > 0 ? undefined : own;
};

// An id, or the account principal's ARN.
const accountIn = (text: string | undefined): string | undefined => /\d{12}/.exec(text ?? "")?.[0];

const contextIn = (constraints: PlainObject): Pick<KeyGrant, "encryptionContext"> => {
  const equals = objectOf(constraints["EncryptionContextEquals"]);
  const pairs = equals ?? objectOf(constraints["EncryptionContextSubset"]);
  if (!pairs) return {};
  const texts = Object.entries(pairs).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value] as const] : [],
  );
  return { encryptionContext: { pairs: new Map(texts), exact: equals !== undefined } };
};
