import type { Answer } from "../../output/answer.ts";
import type { AccessRequest } from "../../access/types.ts";
import { exitCodes, type KmspolError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { renderTrialAlone } from "../../render/trial.ts";
import type { TrialAnswer } from "../../trial-port.ts";
import { lookedAt } from "../../world/looked-at.ts";
import { emptyWorld } from "../../world/read-world.ts";
import type { Context } from "../../cli/app.ts";
import { planTrial, tryLive } from "./live-trial.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { parseTarget } from "../../target/target-operand.ts";
import { resultColumns } from "../../cli/widths.ts";

/** What may not be read of a key: its policy, or even what it is. */
export interface Unread {
  readonly operand: string;
  /** Undefined where DescribeKey is denied, too. */
  readonly open: Pick<OpenTarget, "target" | "facts"> | undefined;
  readonly because: KmspolError;
}

/**
 * KMS's own answer where the caller may not read the policy: what KMS says holds, and why is not known. Throws the refusal where
 * KMS cannot be asked either.
 */
export const answerByKms = async (
  context: Context,
  request: AccessRequest,
  unread: Unread,
): Promise<Answer> => {
  const facts = unread.open?.facts ?? {};
  const live = await tried(context, request, unread, facts);
  if (live.says === "not-tried") throw unread.because;
  const because = unread.because.message;
  const { lookedAt: looked, notLookedAt } = lookedAt(emptyWorld, facts.account);
  const missing = ["the key policy", "IAM policies", ...notLookedAt];
  const decision = decisionOf(live);
  const layers = [{ layer: "key-policy", says: "not-known", because }];
  const told = { request, facts, live, decision, because, missing };
  return {
    exit: decision === "allowed" ? exitCodes.done : exitCodes.no,
    json: { decision, statements: [], layers, live, lookedAt: looked, notLookedAt: missing },
    view: () => renderTrialAlone(told, context.style, resultColumns(context.outside)),
  };
};

const decisionOf = (
  live: Exclude<TrialAnswer, { says: "not-tried" }>,
): "allowed" | "denied" | "not-allowed" => {
  if (live.says === "allowed") return "allowed";
  return live.because.includes("explicit deny") ? "denied" : "not-allowed";
};

const tried = async (
  context: Context,
  request: AccessRequest,
  { operand, open, because }: Unread,
  facts: KeyFacts,
): Promise<TrialAnswer> => {
  const key = open?.target.kind === "key" ? open.target.arn : referenceOf(operand);
  const cannot = key === undefined || (open === undefined && needsDescription(request.action, key));
  if (cannot) return { says: "not-tried", because: because.message };
  return tryLive(context, key, request.action, await planTrial(context, request, facts));
};

const referenceOf = (operand: string): string | undefined => {
  const parsed = parseTarget(operand);
  return parsed.kind === "key" && !parsed.change ? parsed.reference : undefined;
};

// Which algorithm a key takes follows from its spec; and grants are on a key, never on an alias.
const needsDescription = (action: string, key: string): boolean =>
  /^kms:(?:Sign|Verify|GenerateMac|VerifyMac|DeriveSharedSecret|Decapsulate)$/.test(action) ||
  (/Grant$/.test(action) && /(?:^|:)alias\//.test(key));
