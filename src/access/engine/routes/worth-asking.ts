import type { Policy, Statement } from "../../../policy/model.ts";
import { parsePrincipal } from "../../../policy/principal.ts";
import type { BoundPolicy, DirectoryPrincipal } from "../../../world/types.ts";
import type { EffectiveQuestion } from "../../effective/types.ts";

/**
 * Whether anything at all may let a user or role in: a policy of its own that speaks of KMS or is not known, its name in
 * a key policy or a grant, or a statement for everyone. Of an account's people most have none of that.
 */
export const worthAsking = (
  { world }: EffectiveQuestion,
  policies: readonly Policy[],
): ((person: DirectoryPrincipal) => boolean) => {
  const statements = policies.flatMap((policy) => policy.statements);
  const grantees = (world.grants ?? []).flatMap(({ grantee, retiring }) => [
    grantee,
    ...(retiring === undefined ? [] : [retiring]),
  ]);
  if (statements.some(isForAll) || grantees.some((grantee) => grantee.endsWith(":root"))) return () => true;
  const named = new Set([
    ...statements.flatMap(({ principals }) => principals.map(({ value }) => value)),
    ...grantees,
  ]);
  const roles = new Set([...named].flatMap(roleOfSession));
  return ({ arn, name, policies: own }) => own.some(maySpeak) || named.has(arn) || roles.has(name);
};

const isForAll = ({ effect, notPrincipal, principals }: Statement): boolean =>
  effect === "Allow" &&
  (notPrincipal || principals.some(({ type, value }) => parsePrincipal(type, value).kind === "everyone"));

const maySpeak = ({ content }: BoundPolicy): boolean =>
  "unknown" in content || content.policy.statements.length > 0;

const roleOfSession = (value: string): readonly string[] => {
  const principal = parsePrincipal("AWS", value);
  return principal.kind === "session" ? [principal.role] : [];
};
