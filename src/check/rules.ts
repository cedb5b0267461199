import type { FindingCode } from "./codes.ts";
import type { Rule } from "./rule.ts";
import { malformedAction } from "./rules/action/malformed-action.ts";
import { conditionKeyFormat } from "./rules/condition/condition-key-format.ts";
import { forAllValuesRejected } from "./rules/condition/forallvalues-rejected.ts";
import { ifExistsInAllow, pairedKeys, spoofableConditionKey } from "./rules/condition/loose.ts";
import { nullWithIfExists, nullWithSet, unknownOperator } from "./rules/condition/operator.ts";
import { forAllValuesAllow, missingQualifier, setOnSingleValued } from "./rules/condition/sets.ts";
import { variableSyntax } from "./rules/condition/variable-syntax.ts";
import { dataTypeMismatch } from "./rules/document/data-type-mismatch.ts";
import { duplicateConditionKeyCase } from "./rules/document/duplicate-condition-key-case.ts";
import { duplicateJsonKey } from "./rules/document/duplicate-json-key.ts";
import { invalidCharacter } from "./rules/document/invalid-character.ts";
import { jsonSyntax } from "./rules/document/json-syntax.ts";
import { missingStatement } from "./rules/document/missing-statement.ts";
import { policyNearLimit, policyTooLarge } from "./rules/document/size.ts";
import { unknownElement } from "./rules/document/unknown-element.ts";
import {
  invalidVersion,
  missingVersion,
  oldVersion,
  variableInOldVersion,
} from "./rules/document/version.ts";
import { ineffectiveRestriction, publicAccess, viaServiceWithoutAccount } from "./rules/exposure/everyone.ts";
import {
  externalAccountAccess,
  externalAccountFull,
  externalActionInert,
  thirdPartyWithoutId,
} from "./rules/exposure/external.ts";
import { adminWildcardGrants, grantUnrestricted } from "./rules/exposure/grants.ts";
import { allowNotAction, allowNotPrincipal } from "./rules/exposure/inverted-allow.ts";
import { adminIsUser, enclaveAttestationMissing, fullAccessPrincipal } from "./rules/exposure/separation.ts";
import { servicePrincipalBadKey, servicePrincipalUnscoped } from "./rules/exposure/service.ts";
import { denyEveryoneManage } from "./rules/manage/deny-everyone-manage.ts";
import { lockout } from "./rules/manage/lockout.ts";
import { pendingRule } from "./rules/pending.ts";
import { deletedPrincipal } from "./rules/principal/deleted-principal.ts";
import { invalidAccountId } from "./rules/principal/invalid-account-id.ts";
import {
  canonicalUserPrincipal,
  federatedPrincipal,
  groupPrincipal,
  iamOnlyArn,
  invalidServicePrincipal,
  malformedPrincipalArn,
  wildcardInPrincipal,
} from "./rules/principal/malformed.ts";
import { invalidPrincipalFormat, invalidPrincipalKey } from "./rules/principal/shape.ts";
import { wrongPartition } from "./rules/principal/wrong-partition.ts";
import { elementConflict } from "./rules/statement/element-conflict.ts";
import { emptyCondition } from "./rules/statement/empty-condition.ts";
import { invalidEffect } from "./rules/statement/invalid-effect.ts";
import { missingAction, missingResource } from "./rules/statement/missing.ts";
import { missingPrincipal } from "./rules/statement/missing-principal.ts";
import { otherKeyResource, resourceNotStar } from "./rules/statement/resource.ts";
import { duplicateSid, emptySid, sidCharacters } from "./rules/statement/sid.ts";

/** The rule of each code. */
export const rules = {
  "json-syntax": jsonSyntax,
  "duplicate-json-key": duplicateJsonKey,
  "duplicate-condition-key-case": duplicateConditionKeyCase,
  "policy-too-large": policyTooLarge,
  "policy-near-limit": policyNearLimit,
  "invalid-character": invalidCharacter,
  "missing-version": missingVersion,
  "invalid-version": invalidVersion,
  "old-version": oldVersion,
  "variable-in-old-version": variableInOldVersion,
  "missing-statement": missingStatement,
  "unknown-element": unknownElement,
  "data-type-mismatch": dataTypeMismatch,
  "invalid-effect": invalidEffect,
  "missing-principal": missingPrincipal,
  "missing-action": missingAction,
  "missing-resource": missingResource,
  "resource-not-star": resourceNotStar,
  "other-key-resource": otherKeyResource,
  "element-conflict": elementConflict,
  "empty-condition": emptyCondition,
  "duplicate-sid": duplicateSid,
  "sid-characters": sidCharacters,
  "empty-sid": emptySid,
  "redundant-statement": pendingRule,
  "redundant-action": pendingRule,
  "redundant-principal": pendingRule,
  "invalid-principal-format": invalidPrincipalFormat,
  "invalid-principal-key": invalidPrincipalKey,
  "group-principal": groupPrincipal,
  "iam-only-arn": iamOnlyArn,
  "federated-principal": federatedPrincipal,
  "canonical-user-principal": canonicalUserPrincipal,
  "malformed-principal-arn": malformedPrincipalArn,
  "invalid-account-id": invalidAccountId,
  "wildcard-in-principal": wildcardInPrincipal,
  "wrong-partition": wrongPartition,
  "deleted-principal": deletedPrincipal,
  "unverified-principal": pendingRule,
  "invalid-service-principal": invalidServicePrincipal,
  "service-principal-region": pendingRule,
  "session-principal": pendingRule,
  "iam-user-principal": pendingRule,
  "account-id-short-form": pendingRule,
  "bare-star-string": pendingRule,
  "unknown-action": pendingRule,
  "malformed-action": malformedAction,
  "non-kms-action": pendingRule,
  "wildcard-in-service": pendingRule,
  "ineffective-action": pendingRule,
  "action-not-for-key-type": pendingRule,
  "reencrypt-bare": pendingRule,
  "asymmetric-missing-getpublickey": pendingRule,
  "admin-wildcard-grants": adminWildcardGrants,
  "decrypt-only-half": pendingRule,
  "public-access": publicAccess,
  "ineffective-restriction": ineffectiveRestriction,
  "via-service-without-account": viaServiceWithoutAccount,
  "allow-not-principal": allowNotPrincipal,
  "allow-not-action": allowNotAction,
  "external-account-full": externalAccountFull,
  "external-account-access": externalAccountAccess,
  "external-action-inert": externalActionInert,
  "third-party-without-id": thirdPartyWithoutId,
  "grant-unrestricted": grantUnrestricted,
  "service-principal-unscoped": servicePrincipalUnscoped,
  "service-principal-bad-key": servicePrincipalBadKey,
  "admin-is-user": adminIsUser,
  "full-access-principal": fullAccessPrincipal,
  "enclave-attestation-missing": enclaveAttestationMissing,
  lockout,
  "lockout-unknown": pendingRule,
  "no-account-root": pendingRule,
  "conditional-account-root": pendingRule,
  "single-manager": pendingRule,
  "manager-only-session": pendingRule,
  "deny-everyone-manage": denyEveryoneManage,
  "deny-account-root": pendingRule,
  "deny-not-principal": pendingRule,
  "no-delete-permission": pendingRule,
  "broad-delete": pendingRule,
  "pending-deletion": pendingRule,
  "replica-drift": pendingRule,
  "iam-root-missing-for-group": pendingRule,
  "unknown-operator": unknownOperator,
  "null-with-ifexists": nullWithIfExists,
  "null-with-set": nullWithSet,
  "forallvalues-rejected": forAllValuesRejected,
  "set-on-single-valued": setOnSingleValued,
  "forallvalues-allow": forAllValuesAllow,
  "missing-qualifier": missingQualifier,
  "bool-not-boolean": pendingRule,
  "type-mismatch": pendingRule,
  "wildcard-without-like": pendingRule,
  "unknown-condition-key": pendingRule,
  "condition-key-format": conditionKeyFormat,
  "iam-only-condition-key": pendingRule,
  "condition-key-not-for-action": pendingRule,
  "condition-not-for-key-type": pendingRule,
  "deprecated-condition-key": pendingRule,
  "spoofable-condition-key": spoofableConditionKey,
  "via-service-format": pendingRule,
  "request-alias-format": pendingRule,
  "private-source-ip": pendingRule,
  "network-deny-breaks-services": pendingRule,
  "principal-arn-session": pendingRule,
  "ifexists-in-allow": ifExistsInAllow,
  "mfa-pattern": pendingRule,
  "variable-syntax": variableSyntax,
  "paired-keys": pairedKeys,
  "date-format": pendingRule,
} satisfies Record<FindingCode, Rule>;
