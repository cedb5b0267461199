import { authoriseKey } from "../access/authorise-key.ts";
import type { Context } from "../access/context.ts";
import type { Call, Operation } from "../call.ts";
import { isKnownService } from "../../policy/service-principals.ts";
import { principalIds } from "../policy/principals.ts";
import { grantId } from "../state/ids.ts";
import type { GrantConstraints, StoredGrant, StoredKey } from "../state/types.ts";
import { ApiError } from "../wire/api-error.ts";
import { optionalList, optionalMembers, optionalText, text, textMap } from "../wire/json-parameters.ts";
import type { Input } from "../wire/request.ts";
import { checkText } from "../wire/validation.ts";
import { endDryRun } from "./dry-run.ts";
import { keyNamed } from "./find-key.ts";
import { grantOperations } from "./grant-operations.ts";
import { requireCustomerManaged, requireEnabled } from "./key-state.ts";

const principalRule = { min: 1, max: 256, pattern: /^[\w+=,.@:/-]+$/ };

/** Asked again with the same name and content, it answers the grant that is there. */
export const createGrant: Operation = (input, call) => {
  const asked = grantAsked(input);
  const key = keyNamed(input, call);
  requireCustomerManaged(key);
  authoriseKey(call, "kms:CreateGrant", key, { context: grantContext(asked) });
  requireEnabled(key);
  requireParty(asked.grantee, asked.service?.grantee ?? false, call);
  if (asked.retiring !== undefined) requireParty(asked.retiring, asked.service?.retiring ?? false, call);
  endDryRun(input);
  const grant = sameGrant(key, asked) ?? addGrant(key, asked, call);
  return { GrantId: grant.id, GrantToken: grant.token };
};

type AskedGrant = Pick<
  StoredGrant,
  "grantee" | "retiring" | "service" | "name" | "operations" | "constraints"
>;

const grantAsked = (input: Input): AskedGrant => {
  const name = optionalText(input, "Name", { min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ });
  const retiringService = optionalText(input, "RetiringServicePrincipal", principalRule);
  const retiring = optionalText(input, "RetiringPrincipal", principalRule) ?? retiringService;
  const granteeService = optionalText(input, "GranteeServicePrincipal", principalRule);
  const constraints = constraintsGiven(optionalMembers(input, "Constraints"));
  const operations = optionalList(input, "Operations") ?? [];
  if (operations.length === 0)
    throw new ApiError("ValidationException", "Operations must name at least one operation");
  if (granteeService !== undefined) requireForService(input, { retiring, constraints });
  return {
    grantee: granteeService ?? text(input, "GranteePrincipal", principalRule),
    operations: operations.map((operation) =>
      checkText("Operations", String(operation), { oneOf: grantOperations }),
    ),
    ...(name === undefined ? {} : { name }),
    ...(retiring === undefined ? {} : { retiring }),
    ...(constraints ? { constraints } : {}),
    ...(granteeService === undefined && retiringService === undefined
      ? {}
      : { service: { grantee: granteeService !== undefined, retiring: retiringService !== undefined } }),
  };
};

/** What a grant for a service must have beside it (KMS API Reference, "CreateGrant": GranteeServicePrincipal). */
const requireForService = (
  input: Input,
  {
    retiring,
    constraints,
  }: {
    readonly retiring: string | undefined;
    readonly constraints: GrantConstraints | undefined;
  },
): void => {
  if (input.has("GranteePrincipal"))
    throw new ApiError(
      "ValidationException",
      "Specify GranteePrincipal or GranteeServicePrincipal, not both",
    );
  if (constraints?.source === undefined || retiring === undefined)
    throw new ApiError(
      "ValidationException",
      "GranteeServicePrincipal needs a SourceArn constraint, and a RetiringPrincipal or RetiringServicePrincipal",
    );
};

const constraintsGiven = (given: Input | undefined): GrantConstraints | undefined => {
  if (!given) return undefined;
  return {
    ...(given.has("EncryptionContextEquals") ? { equals: textMap(given, "EncryptionContextEquals") } : {}),
    ...(given.has("EncryptionContextSubset") ? { subset: textMap(given, "EncryptionContextSubset") } : {}),
    ...(given.has("SourceArn") ? { source: text(given, "SourceArn") } : {}),
  };
};

/** Only services make grants "for an AWS resource"; a direct call never does. */
const grantContext = ({ grantee, retiring, service, operations, constraints }: AskedGrant): Context => ({
  "kms:GrantIsForAWSResource": "false",
  [service?.grantee ? "kms:GranteeServicePrincipal" : "kms:GranteePrincipal"]: grantee,
  "kms:GrantOperations": operations,
  ...(retiring === undefined
    ? {}
    : { [service?.retiring ? "kms:RetiringServicePrincipal" : "kms:RetiringPrincipal"]: retiring }),
  ...(constraints?.equals ? { "kms:GrantConstraintType": "EncryptionContextEquals" } : {}),
  ...(constraints?.subset ? { "kms:GrantConstraintType": "EncryptionContextSubset" } : {}),
  ...(constraints?.source === undefined ? {} : { "kms:GrantConstraintSourceArn": constraints.source }),
});

const requireParty = (name: string, isService: boolean, call: Call): void => {
  if (!isService) {
    requirePrincipal(name, call);
    return;
  }
  if (!isKnownService(name))
    throw new ApiError("ValidationException", `${name} is not a valid service principal`);
};

const requirePrincipal = (arn: string, call: Call): void => {
  try {
    if (arn !== "*") return void principalIds([{ type: "AWS", value: arn }], call);
  } catch {
    // Falls through to the error that grants have for it.
  }
  throw new ApiError("InvalidArnException", `ARN does not refer to a valid principal: ${arn}`);
};

const sameGrant = (key: StoredKey, asked: AskedGrant): StoredGrant | undefined =>
  asked.name === undefined
    ? undefined
    : key.grants.find(({ name, grantee, operations }) => {
        const same = name === asked.name && grantee === asked.grantee;
        return same && [...operations].sort().join() === [...asked.operations].sort().join();
      });

const addGrant = (key: StoredKey, asked: AskedGrant, call: Call): StoredGrant => {
  const [id, token] = [grantId(call.state.random), grantId(call.state.random)];
  const grant = { ...asked, id, token, issuer: call.arn, created: call.now };
  key.grants = [...key.grants, grant];
  return grant;
};
