import { possibleUsages } from "../../../policy/possible-usages.ts";
import { kmsActionNamed } from "../../../policy/kms-actions.ts";
import { isEffectiveAllow } from "../../exposure.ts";
import { quoted } from "../../quoted.ts";
import { statementRule, type CheckContext, type Draft } from "../../rule.ts";
import type { PrincipalView, StatementView } from "../../views.ts";

const isIdentity = ({ principal }: PrincipalView): boolean =>
  ["account", "user", "role", "session", "federated-user", "everyone"].includes(principal.kind);

/** The identities of an Allow to whom no Allow of the policy gives the action. */
const lacking = (statement: StatementView, name: string, context: CheckContext): PrincipalView[] => {
  const holders = holdersOf(name, context);
  return statement.principals.filter((entry) => isIdentity(entry) && !holders.has(entry.value));
};

const known = new WeakMap<CheckContext, Map<string, ReadonlySet<string>>>();

/** Whoever an Allow of the policy gives the action to, as written. Worked out once a check, as each statement asks. */
const holdersOf = (name: string, context: CheckContext): ReadonlySet<string> => {
  const ofContext = known.get(context) ?? new Map<string, ReadonlySet<string>>();
  known.set(context, ofContext);
  const holders =
    ofContext.get(name) ??
    new Set(
      context.statements
        .filter((other) => other.names.has(name) && isEffectiveAllow(other, context))
        .flatMap(({ principals }) => principals.map(({ value }) => value)),
    );
  ofContext.set(name, holders);
  return holders;
};

const isCandidate = (statement: StatementView, context: CheckContext): boolean =>
  isEffectiveAllow(statement, context) && !statement.model.notPrincipal && !statement.model.notAction;

/** The half of the work that needs the public key (KMS Developer Guide, asymmetric keys). */
const publicHalf = ["Encrypt", "Verify", "DeriveSharedSecret"];
const hasPublicHalf: ReadonlySet<string> = new Set(kmsActionNamed("GetPublicKey")?.usages);
const use = [...publicHalf, "Decrypt", "Sign"];

/** Without GetPublicKey nobody encrypts or verifies outside KMS; client libraries ask DescribeKey first. */
export const asymmetricMissingGetPublicKey = statementRule({
  code: "asymmetric-missing-getpublickey",
  severity: "suggestion",
  title: "Users of an asymmetric key cannot read its public half",
  page: () => ({
    trigger:
      "On an asymmetric key an identity may encrypt, verify or agree, and not call GetPublicKey; or use the key, and not call DescribeKey.",
    why: "Client libraries fetch the public key or ask what the key is before they work.",
    fix: "Add kms:GetPublicKey and kms:DescribeKey.",
    example: '["kms:Verify"]  =>  ["kms:Verify", "kms:GetPublicKey", "kms:DescribeKey"]',
  }),
  needs: ["key-type"],
  run: (statement, context): Draft | undefined => {
    const usages = possibleUsages(context.facts) ?? [];
    if (!usages.every((usage) => hasPublicHalf.has(usage)) || !isCandidate(statement, context))
      return undefined;
    const at = statement.actions.find(({ covers }) => covers.some(({ name }) => use.includes(name)));
    const wanted = publicHalf.some((name) => statement.names.has(name))
      ? ["GetPublicKey", "DescribeKey"]
      : ["DescribeKey"];
    const missing = wanted.filter((name) => lacking(statement, name, context).length > 0);
    if (!at || missing.length === 0) return undefined;
    const words = missing.map((name) => `kms:${name}`).join(" and ");
    return {
      at,
      message: `${quoted(at.value)} without ${words}`,
      hint: `add ${words}: client libraries call it`,
    };
  },
});

/** Multipart uploads and reads need the data key back (KMS and S3 guides). */
export const decryptOnlyHalf = statementRule({
  code: "decrypt-only-half",
  severity: "suggestion",
  title: "GenerateDataKey without Decrypt",
  page: () => ({
    trigger: "An identity may call GenerateDataKey and no statement lets it decrypt.",
    why: "Who uploads in parts or changes what is stored must decrypt the data key again; service guides often ask for both.",
    fix: "Add kms:Decrypt, unless it really only ever writes.",
    example: '["kms:GenerateDataKey"]  =>  ["kms:GenerateDataKey", "kms:Decrypt"]',
  }),
  run: (statement, context): Draft | undefined => {
    if (!isCandidate(statement, context)) return undefined;
    const at = statement.actions.find(({ covers }) => covers.some(({ name }) => name === "GenerateDataKey"));
    const [first] = lacking(statement, "Decrypt", context);
    if (!at || !first) return undefined;
    return {
      at,
      message: `${quoted(first.value)} may generate data keys and not decrypt them again`,
      hint: "add kms:Decrypt where it also reads, or uploads in parts",
    };
  },
});
