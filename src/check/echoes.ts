import type { FindingCode } from "./codes.ts";
import type { Draft } from "./rule.ts";

/** Codes that say why a statement, or a part of it, does nothing. */
const causes: ReadonlySet<FindingCode> = new Set<FindingCode>([
  ...(["data-type-mismatch", "unknown-element", "duplicate-json-key", "element-conflict"] as const),
  ...(["missing-principal", "missing-action", "missing-resource", "other-key-resource"] as const),
  ...(["invalid-principal-format", "invalid-principal-key", "group-principal", "iam-only-arn"] as const),
  ...(["federated-principal", "canonical-user-principal", "malformed-principal-arn"] as const),
  ...(["invalid-account-id", "wildcard-in-principal", "wrong-partition", "deleted-principal"] as const),
  ...(["invalid-service-principal", "reserved-role-path"] as const),
  ...([
    "unknown-action",
    "malformed-action",
    "non-kms-action",
    "ineffective-action",
    "reencrypt-bare",
  ] as const),
  ...(["action-not-for-key-type", "external-action-inert", "service-principal-bad-key"] as const),
  ...(["empty-condition", "unknown-operator", "null-with-ifexists", "null-with-set"] as const),
  ...(["bool-not-boolean", "type-mismatch", "wildcard-without-like", "value-never-matches"] as const),
  ...(["unknown-condition-key", "condition-key-format", "iam-only-condition-key"] as const),
  ...(["condition-key-not-for-action", "condition-not-for-key-type", "via-service-format"] as const),
  ...(["request-alias-format", "private-source-ip", "principal-arn-session", "date-format"] as const),
  ...(["variable-syntax", "variable-in-old-version", "missing-qualifier", "redundant-statement"] as const),
]);

/** The drafts without those that only say that a statement has no effect, where another in it says why. */
export const withoutEchoes = <Coded extends Draft & { readonly code: FindingCode }>(
  drafts: readonly Coded[],
): readonly Coded[] => {
  if (!drafts.some(({ code }) => code === "statement-without-effect")) return drafts;
  const explained = new Set(drafts.filter(({ code }) => causes.has(code)).map(statementOf));
  return drafts.filter(
    (draft) => draft.code !== "statement-without-effect" || !explained.has(statementOf(draft)),
  );
};

const statementOf = ({ at: { path } }: Draft): string =>
  typeof path[1] === "number" ? `${path[1]}` : `${path[0] ?? ""}`;
