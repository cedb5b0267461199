import { quoted } from "../../quoted.ts";
import { principalRule } from "../../rule.ts";

/**
 * The id that IAM leaves behind when a user or role is deleted. It names nobody, a namesake created later included, and
 * every put of a policy with it fails (IAM User Guide, "Principal"; re:Post knowledge center).
 */
export const deletedPrincipal = principalRule((at) =>
  at.principal.kind === "unique-id"
    ? {
        at,
        message: `${quoted(at.value)} is what is left of a deleted ${at.principal.of}`,
        hint: "remove it, or put the ARN of its successor in its place: KMS refuses the policy as it stands",
      }
    : undefined,
);
