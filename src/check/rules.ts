import type { RuleCode } from "./codes.ts";
import type { Rule } from "./rule.ts";
import { asymmetricMissingGetPublicKey, decryptOnlyHalf } from "./rules/action/halves.ts";
import { malformedAction } from "./rules/action/malformed-action.ts";
import {
  nonKmsAction,
  reencryptBare,
  unknownAction,
  wildcardInService,
} from "./rules/action/unknown-action.ts";
import { actionNotForKeyType, ineffectiveAction } from "./rules/action/without-effect.ts";
import { mfaPattern, networkDenyBreaksServices, privateSourceIp } from "./rules/condition/addresses.ts";
import { conditionKeyFormat } from "./rules/condition/condition-key-format.ts";
import { forAllValuesRejected } from "./rules/condition/forallvalues-rejected.ts";
import {
  deprecatedConditionKey,
  iamOnlyConditionKey,
  unknownConditionKey,
} from "./rules/condition/key-names.ts";
import { ifExistsInAllow, pairedKeys, spoofableConditionKey } from "./rules/condition/loose.ts";
import { conditionKeyNotForAction, conditionNotForKeyType } from "./rules/condition/never-present.ts";
import { nullWithIfExists, nullWithSet, unknownOperator } from "./rules/condition/operator.ts";
import { forAllValuesAllow, missingQualifier, setOnSingleValued } from "./rules/condition/sets.ts";
import {
  dateFormat,
  principalArnSession,
  requestAliasFormat,
  viaServiceFormat,
} from "./rules/condition/value-formats.ts";
import { boolNotBoolean, typeMismatch, wildcardWithoutLike } from "./rules/condition/values.ts";
import { valueNeverMatches } from "./rules/condition/value-never-matches.ts";
import { statementWithoutEffect } from "./rules/statement/statement-without-effect.ts";
import { reservedRolePath } from "./rules/principal/reserved-role-path.ts";
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
import { enclaveAttestationMissing } from "./rules/exposure/enclave.ts";
import { ineffectiveRestriction, publicAccess, viaServiceWithoutAccount } from "./rules/exposure/everyone.ts";
import {
  externalAccountAccess,
  externalAccountFull,
  externalActionInert,
  thirdPartyWithoutId,
} from "./rules/exposure/external.ts";
import { forbiddenAccess } from "./rules/exposure/forbidden.ts";
import { adminWildcardGrants, grantUnrestricted } from "./rules/exposure/grants.ts";
import { allowNotAction, allowNotPrincipal } from "./rules/exposure/inverted-allow.ts";
import { adminIsUser, fullAccessPrincipal } from "./rules/exposure/separation.ts";
import { servicePrincipalBadKey, servicePrincipalUnscoped } from "./rules/exposure/service.ts";
import {
  conditionalAccountRoot,
  denyAccountRoot,
  iamRootMissingForGroup,
  noAccountRoot,
} from "./rules/manage/account-root.ts";
import { broadDelete, noDeletePermission } from "./rules/manage/deletion.ts";
import { denyEveryoneManage } from "./rules/manage/deny-everyone-manage.ts";
import { denyNotPrincipal } from "./rules/manage/deny-not-principal.ts";
import { managerOnlySession, singleManager } from "./rules/manage/few-managers.ts";
import { putWithoutGet } from "./rules/manage/put-without-get.ts";
import { pendingDeletion } from "./rules/manage/key-state.ts";
import { lockout, lockoutUnknown } from "./rules/manage/lockout.ts";
import { replicaDrift } from "./rules/manage/replica-drift.ts";
import { deletedPrincipal } from "./rules/principal/deleted-principal.ts";
import {
  accountIdShortForm,
  bareStarString,
  iamUserPrincipal,
  sessionPrincipal,
  unverifiedPrincipal,
} from "./rules/principal/entry-style.ts";
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
import { servicePrincipalRegion } from "./rules/principal/service-region.ts";
import { invalidPrincipalFormat, invalidPrincipalKey } from "./rules/principal/shape.ts";
import { wrongPartition } from "./rules/principal/wrong-partition.ts";
import { elementConflict } from "./rules/statement/element-conflict.ts";
import { emptyCondition } from "./rules/statement/empty-condition.ts";
import { invalidEffect } from "./rules/statement/invalid-effect.ts";
import { missingAction, missingResource } from "./rules/statement/missing.ts";
import { missingPrincipal } from "./rules/statement/missing-principal.ts";
import { redundantAction, redundantPrincipal } from "./rules/statement/redundant-entries.ts";
import { redundantStatement } from "./rules/statement/redundant-statement.ts";
import { otherKeyResource, resourceNotStar } from "./rules/statement/resource.ts";
import { duplicateSid, emptySid, sidCharacters } from "./rules/statement/sid.ts";

/** The rule of each code. */
export const rules: Readonly<Record<RuleCode, Rule>> = {
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
  "statement-without-effect": statementWithoutEffect,
  "redundant-statement": redundantStatement,
  "redundant-action": redundantAction,
  "redundant-principal": redundantPrincipal,
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
  "reserved-role-path": reservedRolePath,
  "unverified-principal": unverifiedPrincipal,
  "invalid-service-principal": invalidServicePrincipal,
  "service-principal-region": servicePrincipalRegion,
  "session-principal": sessionPrincipal,
  "iam-user-principal": iamUserPrincipal,
  "account-id-short-form": accountIdShortForm,
  "bare-star-string": bareStarString,
  "unknown-action": unknownAction,
  "malformed-action": malformedAction,
  "non-kms-action": nonKmsAction,
  "wildcard-in-service": wildcardInService,
  "ineffective-action": ineffectiveAction,
  "action-not-for-key-type": actionNotForKeyType,
  "reencrypt-bare": reencryptBare,
  "asymmetric-missing-getpublickey": asymmetricMissingGetPublicKey,
  "admin-wildcard-grants": adminWildcardGrants,
  "decrypt-only-half": decryptOnlyHalf,
  "public-access": publicAccess,
  "forbidden-access": forbiddenAccess,
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
  "lockout-unknown": lockoutUnknown,
  "no-account-root": noAccountRoot,
  "conditional-account-root": conditionalAccountRoot,
  "single-manager": singleManager,
  "manager-only-session": managerOnlySession,
  "put-without-get": putWithoutGet,
  "deny-everyone-manage": denyEveryoneManage,
  "deny-account-root": denyAccountRoot,
  "deny-not-principal": denyNotPrincipal,
  "no-delete-permission": noDeletePermission,
  "broad-delete": broadDelete,
  "pending-deletion": pendingDeletion,
  "replica-drift": replicaDrift,
  "iam-root-missing-for-group": iamRootMissingForGroup,
  "unknown-operator": unknownOperator,
  "null-with-ifexists": nullWithIfExists,
  "null-with-set": nullWithSet,
  "forallvalues-rejected": forAllValuesRejected,
  "set-on-single-valued": setOnSingleValued,
  "forallvalues-allow": forAllValuesAllow,
  "missing-qualifier": missingQualifier,
  "bool-not-boolean": boolNotBoolean,
  "type-mismatch": typeMismatch,
  "wildcard-without-like": wildcardWithoutLike,
  "value-never-matches": valueNeverMatches,
  "unknown-condition-key": unknownConditionKey,
  "condition-key-format": conditionKeyFormat,
  "iam-only-condition-key": iamOnlyConditionKey,
  "condition-key-not-for-action": conditionKeyNotForAction,
  "condition-not-for-key-type": conditionNotForKeyType,
  "deprecated-condition-key": deprecatedConditionKey,
  "spoofable-condition-key": spoofableConditionKey,
  "via-service-format": viaServiceFormat,
  "request-alias-format": requestAliasFormat,
  "private-source-ip": privateSourceIp,
  "network-deny-breaks-services": networkDenyBreaksServices,
  "principal-arn-session": principalArnSession,
  "ifexists-in-allow": ifExistsInAllow,
  "mfa-pattern": mfaPattern,
  "variable-syntax": variableSyntax,
  "paired-keys": pairedKeys,
  "date-format": dateFormat,
};
