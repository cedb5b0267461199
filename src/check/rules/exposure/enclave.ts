import { isEffectiveAllow } from "../../exposure.ts";
import { quoted } from "../../quoted.ts";
import { documentRule, type CheckContext, type Draft } from "../../rule.ts";
import type { StatementView } from "../../views.ts";

const sensitive = ["Decrypt", "DeriveSharedSecret", "GenerateDataKey", "GenerateDataKeyPair"];

/** A key whose policy asks for an enclave's measurement in one place, and not in another, is open by the other. */
export const enclaveAttestationMissing = documentRule({
  code: "enclave-attestation-missing",
  severity: "security",
  title: "A way around the enclave attestation",
  page: () => ({
    trigger:
      "One Allow asks for kms:RecipientAttestation, another one allows the same operation without it. What the account hands to IAM is not looked at.",
    why: "The enclave is the only way by one statement, and not by the other.",
    fix: "Add the condition to every Allow of the operation.",
    example:
      "kms:Decrypt with PCR0 for role/Host, kms:Decrypt for role/Ops  =>  the same PCR0 condition on both",
  }),
  run: (context): Draft[] => {
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
  },
});

// What the account hands on to its IAM is for IAM to guard.
const isForIdentities = (statement: StatementView, context: CheckContext): boolean =>
  isEffectiveAllow(statement, context) &&
  !statement.principals.every(({ principal }) => principal.kind === "account");

const isAttested = ({ tests }: StatementView): boolean =>
  tests.some(({ folded, operator }) => folded.startsWith("kms:recipientattestation:") && !operator.ifExists);
