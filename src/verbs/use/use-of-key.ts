import type { Context } from "../../cli/app.ts";
import { UsageError } from "../../errors.ts";
import { withArnFacts } from "../../policy/key-facts.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import type { KeyUse, SoughtKey } from "../../use/types.ts";
import type { UseOptions } from "./use-flags.ts";

/** Days of CloudTrail's event history (AWS CloudTrail User Guide, "Working with CloudTrail event history"). */
const historyDays = 90;

/**
 * Who used a key, by the files that are given or by CloudTrail's event history. Throws UsageError (`key-arn-needed`, `too-many-days`,
 * `file-unreadable`), AwsError where the event history cannot be asked.
 */
export const useOfKey = async (
  context: Context,
  open: OpenTarget,
  { days, trail = [] }: UseOptions,
): Promise<KeyUse> => {
  const asked = {
    key: soughtKey(open),
    related: open.facts.relatedArns,
    apart: sessionsIn(await open.text()),
  };
  const now = context.outside.clock.now();
  if (trail.length > 0) {
    const { useByFiles } = await import("./read-use.ts");
    return useByFiles(context, trail, {
      ...asked,
      now,
      ...(days !== undefined && { since: before(now, days) }),
    });
  }
  if (days !== undefined && days > historyDays)
    throw new UsageError("too-many-days", `CloudTrail's event history has ${historyDays} days, not ${days}`, {
      hint: "give the files of a trail with --trail, or ask for 90 days",
    });
  const { useByHistory } = await import("./read-use.ts");
  return useByHistory(context, { ...asked, now, since: before(now, days ?? historyDays) });
};

const before = (now: Date, days: number): string =>
  new Date(now.getTime() - days * 24 * 60 * 60 * 1000).toISOString().replace(/\.\d+Z$/, "Z");

const soughtKey = ({ facts, target }: OpenTarget): SoughtKey => {
  const { arn, account, region } = withArnFacts(facts);
  if (arn === undefined || account === undefined || region === undefined)
    throw new UsageError(
      "key-arn-needed",
      "events of CloudTrail name a key by its ARN, which a policy file does not tell",
      { hint: "give it with --key-arn arn:aws:kms:REGION:ACCOUNT:key/ID" },
    );
  const aliases = target.kind === "key" ? target.aliases : [];
  return { arn, account, region, aliases, id: arn.slice(arn.lastIndexOf("/") + 1) };
};

/** A session that a policy names is told by itself, all others with their role. */
const sessionsIn = (policy: string): ReadonlySet<string> =>
  new Set(policy.match(/arn:[a-z-]+:sts::\d{12}:assumed-role\/[^"'\s\\]+/g) ?? []);
