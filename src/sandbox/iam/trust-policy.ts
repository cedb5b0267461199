import { documentOf, parsePolicyText } from "../../policy/document.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import type { Call } from "../call.ts";
import { principalIds } from "../policy/principals.ts";
import { ApiError } from "../wire/api-error.ts";

/** Throws MalformedPolicyDocument where a trust policy is no policy, or names an AWS principal that does not exist. */
export const checkTrustPolicy = (text: string, call: Call): void => {
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document || document.statements.length === 0) {
    throw new ApiError("MalformedPolicyDocument", "This policy contains invalid Json");
  }
  const { statements } = readPolicy(document);
  for (const principal of statements.flatMap(({ principals }) => principals)) {
    if (principal.type === "AWS") requirePrincipal(principal.value, call);
  }
};

/** IAM has no delay here: it sees its own users and roles at once. */
const requirePrincipal = (value: string, call: Call): void => {
  try {
    principalIds([{ type: "AWS", value }], { ...call, faults: { propagation: 0 } });
  } catch {
    throw new ApiError("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"${value}"`);
  }
};
