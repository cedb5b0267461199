import type { FindingCode } from "./codes.ts";
import type { Severity } from "./finding.ts";

/** What is the same for every finding of a code. */
export interface Entry {
  /**
   * error: KMS rejects it or the statement cannot work; security: it grants more than meant;
   * warning: likely a mistake or a risk; suggestion: style.
   */
  readonly severity: Severity;
  /** The finding in a few words, as a heading: no full stop. */
  readonly title: string;
}

const error = (title: string): Entry => ({ severity: "error", title });
const security = (title: string): Entry => ({ severity: "security", title });
const warning = (title: string): Entry => ({ severity: "warning", title });
const suggestion = (title: string): Entry => ({ severity: "suggestion", title });

/** Code to severity and heading. The page of a code is in `pages/`, its rule in `rules/`. */
export const catalogue: Readonly<Record<FindingCode, Entry>> = {
  "json-syntax": error("The text is no JSON object"),
  "duplicate-json-key": error("A member is written twice in one object"),
  "duplicate-condition-key-case": error("A condition key is written twice, in different case"),
  "policy-too-large": error("The policy is larger than KMS takes"),
  "policy-near-limit": warning("The policy is close to the size limit"),
  "invalid-character": error("A character that KMS does not take"),
  "missing-version": warning("The policy has no Version"),
  "invalid-version": error("The Version is none that exists"),
  "old-version": suggestion("The Version is the old one"),
  "variable-in-old-version": warning("A policy variable that the Version leaves as plain text"),
  "missing-statement": error("The policy has no statement"),
  "unknown-element": error("A member that the policy language does not have"),
  "data-type-mismatch": error("A value of the wrong type"),

  "invalid-effect": error("The Effect is neither Allow nor Deny"),
  "missing-principal": error("The statement names no principal"),
  "missing-action": error("The statement has no Action"),
  "missing-resource": error("The statement has no Resource"),
  "resource-not-star": error('The Resource is not "*"'),
  "other-key-resource": error("The Resource is not this key"),
  "element-conflict": error("An element stands beside its opposite"),
  "empty-condition": suggestion("An empty condition"),
  "duplicate-sid": warning("Two statements have the same Sid"),
  "sid-characters": warning("The Sid has unusual characters"),
  "empty-sid": suggestion("The Sid is empty"),
  "statement-without-effect": warning("The statement allows, or denies, nobody anything"),
  "redundant-statement": suggestion("Another statement already says this"),
  "redundant-action": suggestion("Another action of the statement already covers this one"),
  "redundant-principal": suggestion("The statement names this principal already"),

  "invalid-principal-format": error("The Principal is a text, not an object"),
  "invalid-principal-key": error("An unknown kind of principal"),
  "group-principal": error("An IAM group is no principal"),
  "iam-only-arn": error("This IAM resource cannot call KMS"),
  "federated-principal": error("Federated principals are for role trust policies"),
  "canonical-user-principal": error("CanonicalUser is for S3 policies"),
  "malformed-principal-arn": error("The principal is no ARN of a user, role or session"),
  "invalid-account-id": error("The account id is not 12 digits"),
  "wildcard-in-principal": error("A wildcard inside a principal"),
  "wrong-partition": error("The principal lives in another partition"),
  "deleted-principal": error("The principal was deleted"),
  "reserved-role-path": error("A role that AWS creates, without its path"),
  "unverified-principal": warning("IAM does not know the principal"),
  "invalid-service-principal": error("No service principal"),
  "service-principal-region": warning("The service principal is of another Region"),
  "session-principal": warning("The principal is one session"),
  "iam-user-principal": suggestion("The principal is an IAM user"),
  "account-id-short-form": suggestion("The account is written as a bare number"),
  "bare-star-string": suggestion('The Principal is the bare "*"'),

  "unknown-action": warning("KMS has no such action"),
  "malformed-action": error("The action is not service:Name"),
  "non-kms-action": warning("The action is not one of KMS"),
  "wildcard-in-service": warning("A wildcard in the service of an action"),
  "ineffective-action": warning("The action has no effect in a key policy"),
  "action-not-for-key-type": warning("The key cannot do this action"),
  "reencrypt-bare": warning("kms:ReEncrypt is no permission"),
  "asymmetric-missing-getpublickey": suggestion("Users of an asymmetric key cannot read its public half"),
  "admin-wildcard-grants": security("A wildcard lets an administrator create grants"),
  "decrypt-only-half": suggestion("GenerateDataKey without Decrypt"),

  "public-access": security("Everyone in every AWS account"),
  "forbidden-access": error("Access that the configuration forbids"),
  "ineffective-restriction": security("The condition does not keep outsiders away"),
  "via-service-without-account": security("Any account may come through the service"),
  "allow-not-principal": security("Allow to everyone but a few"),
  "allow-not-action": security("Allow of everything but a few actions"),
  "external-account-full": security("Another account has far-reaching rights"),
  "external-account-access": warning("Another account has access"),
  "external-action-inert": warning("The action does not work from another account"),
  "third-party-without-id": suggestion("A vendor's account has access without a limit"),
  "grant-unrestricted": security("Grants may be created for anyone"),
  "service-principal-unscoped": security("The service may act for anyone"),
  "service-principal-bad-key": warning("A condition that a service never meets"),
  "admin-is-user": suggestion("The same principal administers and uses the key"),
  "full-access-principal": warning("A user or role may do everything"),
  "enclave-attestation-missing": security("A way around the enclave attestation"),

  lockout: error("The caller could not change the policy again"),
  "lockout-unknown": warning("Whether the caller could change the policy again is open"),
  "no-account-root": warning("The account does not keep control through IAM"),
  "conditional-account-root": warning("The account keeps control only in part"),
  "single-manager": warning("Only one user or role can change the policy"),
  "manager-only-session": warning("Only passing principals can change the policy"),
  "put-without-get": warning("One who can write the policy cannot read it"),
  "deny-everyone-manage": error("A Deny keeps everyone from changing the policy"),
  "deny-account-root": warning("A Deny hits the whole account"),
  "deny-not-principal": warning("Deny to everyone but a few, by NotPrincipal"),
  "no-delete-permission": suggestion("Nobody can delete the key"),
  "broad-delete": warning("One who does not administer the key may delete it"),
  "pending-deletion": warning("The key is about to be deleted"),
  "replica-drift": warning("A related multi-Region key has another policy"),
  "iam-root-missing-for-group": error("The policy does not let IAM policies decide"),

  "unknown-operator": error("No such condition operator"),
  "null-with-ifexists": error("Null does not go with IfExists"),
  "null-with-set": suggestion("Null does not go with a set operator"),
  "forallvalues-rejected": error("KMS refuses ForAllValues on this key"),
  "set-on-single-valued": security("A set operator on a key with one value"),
  "forallvalues-allow": security("ForAllValues lets a missing key pass"),
  "missing-qualifier": warning("A key with many values needs a set operator"),
  "bool-not-boolean": warning("The value is neither true nor false"),
  "type-mismatch": warning("The operator does not fit the condition key"),
  "wildcard-without-like": warning("A wildcard that is compared letter by letter"),
  "value-never-matches": warning("The condition key never has this value"),
  "unknown-condition-key": warning("No such condition key"),
  "condition-key-format": error("The condition key is not prefix:name"),
  "iam-only-condition-key": warning("The condition key works in IAM policies only"),
  "condition-key-not-for-action": warning("An action never carries this condition key"),
  "condition-not-for-key-type": warning("The condition is constant for this key"),
  "deprecated-condition-key": suggestion("The condition key has a newer name"),
  "spoofable-condition-key": security("The caller chooses this value"),
  "via-service-format": warning("kms:ViaService never has this value"),
  "request-alias-format": warning("kms:RequestAlias never has this value"),
  "private-source-ip": warning("aws:SourceIp never has this value"),
  "network-deny-breaks-services": warning("A network Deny that also stops AWS services"),
  "principal-arn-session": warning("aws:PrincipalArn is never a session"),
  "ifexists-in-allow": security("IfExists lets a missing key pass"),
  "mfa-pattern": warning("The MFA test misses long-term keys"),
  "variable-syntax": error("A malformed policy variable"),
  "paired-keys": security("A condition key that means nothing alone"),
  "date-format": warning("No usable date"),

  "policy-unknown": warning("The document does not tell what this policy says"),
  "two-policies": error("Two resources put the policy of one key, or two have its name"),
  "opaque-principal": suggestion("Who this is, only the deployment knows"),
};
