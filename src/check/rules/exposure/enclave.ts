import { isEffectiveAllow } from "../../exposure.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, type CheckContext, type Draft } from "../../rule.ts";
import type { StatementView } from "../../views.ts";

const sensitive = ["Decrypt", "DeriveSharedSecret", "GenerateDataKey", "GenerateDataKeyPair"];

/** A key whose policy asks for an enclave's measurement in one place, and not in another, is open by the other. */
export const enclaveAttestationMissing = documentRule((context): Draft[] => {
  const allows = context.statements.filter((statement) => isForIdentities(statement, context));
  const attested = allows.filter(isAttested);
  const guarded = sensitive.filter((name) => attested.some(({ names }) => names.has(name)));
  return allows
    .filter((statement) => !isAttested(statement))
    .flatMap(({ actions }) =>
      actions
        .filter(({ covers }) => covers.some(({ name }) => guarded.includes(name)))
        .slice(0, 1)
        .map((at) => ({
          at,
          message: `${quoted(at.value)} is allowed here without the attestation that another statement asks for`,
          hint: "add the kms:RecipientAttestation condition here too",
        })),
    );
});

// What the account hands on to its IAM is for IAM to guard.
const isForIdentities = (statement: StatementView, context: CheckContext): boolean =>
  isEffectiveAllow(statement, context) &&
  !statement.principals.every(({ principal }) => principal.kind === "account");

const isAttested = ({ tests }: StatementView): boolean =>
  tests.some(({ folded, operator }) => folded.startsWith("kms:recipientattestation:") && !operator.ifExists);
