import { RefusedError, UsageError } from "../errors.ts";
import type { Caller } from "../ports.ts";
import type { ChangeServices } from "./services.ts";
import type { ChangeOptions, PolicySubject } from "./types.ts";

/** Throws UsageError (`consent-needed`) where nobody can be asked and no flag answers: before anything is read. */
export const requireConsent = (
  { yes, dryRun }: Pick<ChangeOptions, "yes" | "dryRun">,
  { interactive }: Pick<ChangeServices, "interactive">,
): void => {
  if (yes || dryRun || interactive) return;
  throw new UsageError("consent-needed", "there is no terminal to ask on before the policy is changed", {
    hint: "give --yes to change it without a question, or --dry-run to see what would change",
  });
};

/** Throws RefusedError for a key whose policy cannot be written. */
export const requireEditable = (subject: Asked, caller: Caller | undefined): void => {
  const refused = whyNotEditable(subject, caller);
  if (refused) throw refused;
};

/** What is asked about. */
type Asked = Pick<PolicySubject, "target" | "facts" | "label">;

/**
 * Why the policy of a key cannot be written: it is an AWS managed one (`aws-managed-key`), or one of another account (`foreign-key`; KMS
 * API Reference, PutKeyPolicy: "Cross-account use: No"). Undefined where it can.
 */
export const whyNotEditable = (
  { target, facts, label }: Asked,
  caller: Caller | undefined,
): RefusedError | undefined => {
  if (target.kind === "file") return undefined;
  if (target.manager === "AWS")
    return new RefusedError(
      "aws-managed-key",
      `${label} is an AWS managed key: its policy cannot be changed`,
      {
        hint: "use a customer managed key; kmspol list shows them",
      },
    );
  if (caller && facts.account !== undefined && facts.account !== caller.account)
    return new RefusedError(
      "foreign-key",
      `${label} belongs to account ${facts.account}, and the credentials to ${caller.account}`,
      {
        hint: `a key policy can only be changed from the key's own account: use a --profile of ${facts.account}`,
      },
    );
  return undefined;
};
