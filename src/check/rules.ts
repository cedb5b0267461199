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
import { unknownRegion } from "./rules/condition/unknown-region.ts";
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

/** Every rule, in the order of the reference: document, statement, principal, action, exposure, manageability, condition. */
export const rules = [
  jsonSyntax,
  duplicateJsonKey,
  duplicateConditionKeyCase,
  policyTooLarge,
  policyNearLimit,
  invalidCharacter,
  missingVersion,
  invalidVersion,
  oldVersion,
  variableInOldVersion,
  missingStatement,
  unknownElement,
  dataTypeMismatch,
  invalidEffect,
  missingPrincipal,
  missingAction,
  missingResource,
  resourceNotStar,
  otherKeyResource,
  elementConflict,
  emptyCondition,
  duplicateSid,
  sidCharacters,
  emptySid,
  statementWithoutEffect,
  redundantStatement,
  redundantAction,
  redundantPrincipal,
  invalidPrincipalFormat,
  invalidPrincipalKey,
  groupPrincipal,
  iamOnlyArn,
  federatedPrincipal,
  canonicalUserPrincipal,
  malformedPrincipalArn,
  invalidAccountId,
  wildcardInPrincipal,
  wrongPartition,
  deletedPrincipal,
  reservedRolePath,
  unverifiedPrincipal,
  invalidServicePrincipal,
  servicePrincipalRegion,
  sessionPrincipal,
  iamUserPrincipal,
  accountIdShortForm,
  bareStarString,
  unknownAction,
  malformedAction,
  nonKmsAction,
  wildcardInService,
  ineffectiveAction,
  actionNotForKeyType,
  reencryptBare,
  asymmetricMissingGetPublicKey,
  adminWildcardGrants,
  decryptOnlyHalf,
  publicAccess,
  forbiddenAccess,
  ineffectiveRestriction,
  viaServiceWithoutAccount,
  allowNotPrincipal,
  allowNotAction,
  externalAccountFull,
  externalAccountAccess,
  externalActionInert,
  thirdPartyWithoutId,
  grantUnrestricted,
  servicePrincipalUnscoped,
  servicePrincipalBadKey,
  adminIsUser,
  fullAccessPrincipal,
  enclaveAttestationMissing,
  lockout,
  lockoutUnknown,
  noAccountRoot,
  conditionalAccountRoot,
  singleManager,
  managerOnlySession,
  putWithoutGet,
  denyEveryoneManage,
  denyAccountRoot,
  denyNotPrincipal,
  noDeletePermission,
  broadDelete,
  pendingDeletion,
  replicaDrift,
  iamRootMissingForGroup,
  unknownOperator,
  nullWithIfExists,
  nullWithSet,
  forAllValuesRejected,
  setOnSingleValued,
  forAllValuesAllow,
  missingQualifier,
  boolNotBoolean,
  typeMismatch,
  wildcardWithoutLike,
  valueNeverMatches,
  unknownRegion,
  unknownConditionKey,
  conditionKeyFormat,
  iamOnlyConditionKey,
  conditionKeyNotForAction,
  conditionNotForKeyType,
  deprecatedConditionKey,
  spoofableConditionKey,
  viaServiceFormat,
  requestAliasFormat,
  privateSourceIp,
  networkDenyBreaksServices,
  principalArnSession,
  ifExistsInAllow,
  mfaPattern,
  variableSyntax,
  pairedKeys,
  dateFormat,
] as const;
