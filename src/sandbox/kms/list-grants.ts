import { authoriseKey } from "../access/authorise-key.ts";
import type { Operation } from "../call.ts";
import type { StoredGrant, StoredKey } from "../state/types.ts";
import { optionalText } from "../wire/json-parameters.ts";
import type { Output } from "../wire/request.ts";
import { keyNamed } from "./find-key.ts";
import { page, pageOutput } from "./page.ts";

/** The grants of a key, all pages. Throws AwsError. */
export const listGrants: Operation = (input, call) => {
  const grantId = optionalText(input, "GrantId", { min: 1, max: 128 });
  const grantee = optionalText(input, "GranteePrincipal", { min: 1, max: 256 });
  const key = keyNamed(input, call);
  authoriseKey(call, "kms:ListGrants", key, { context: { "kms:GrantIsForAWSResource": "false" } });
  const items = key.grants.filter(
    (grant) => (grantId ?? grant.id) === grant.id && (grantee ?? grant.grantee) === grant.grantee,
  );
  const listing = { of: `ListGrants ${key.id}`, items, id: ({ id }: StoredGrant) => id };
  const found = page(input, { ...listing, defaultLimit: 50, maximum: 100 });
  return pageOutput("Grants", found, (grant) => shownGrant(key, grant));
};

const shownGrant = (key: StoredKey, grant: StoredGrant): Output => ({
  KeyId: key.arn,
  GrantId: grant.id,
  Name: grant.name ?? "",
  CreationDate: new Date(grant.created),
  ...(grant.service?.grantee
    ? { GranteeServicePrincipal: grant.grantee }
    : { GranteePrincipal: grant.grantee }),
  ...(grant.service?.retiring
    ? { RetiringServicePrincipal: grant.retiring }
    : { RetiringPrincipal: grant.retiring }),
  IssuingAccount: `arn:aws:iam::${grant.issuer.split(":")[4] ?? ""}:root`,
  Operations: grant.operations,
  Constraints: grant.constraints && {
    EncryptionContextEquals: grant.constraints.equals && Object.fromEntries(grant.constraints.equals),
    EncryptionContextSubset: grant.constraints.subset && Object.fromEntries(grant.constraints.subset),
    SourceArn: grant.constraints.source,
  },
});
