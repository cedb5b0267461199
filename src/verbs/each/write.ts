import PQueue from "p-queue";
import type { BulkBegun, BulkEnding } from "../../bulk-run.ts";
import { changeIn, type KeyChange, type Plan } from "./plan.ts";
import { type Each, type Ended, failed, runLine } from "./run-line.ts";

/** How a key ended in the end. */
export interface Outcome {
  readonly plan: Plan;
  readonly ended: Ended;
  readonly change?: KeyChange;
}

/** PutKeyPolicy: 15 requests a second and account (KMS Developer Guide, "Request quotas"); others need some as well. */
const atMost = { concurrency: 4, intervalCap: 8, interval: 1000 };

/** The run that writes, and who is told of it. */
export interface Writing {
  readonly run: string;
  /** Before a key is written; where that cannot be noted the key is left as it is. Throws RefusedError. */
  readonly begin: (plan: Plan, line: BulkBegun) => Promise<void>;
  readonly end: (outcome: Outcome) => Promise<void>;
}

/** Writes what was planned, and tells about each key as it ends; what was planned to stay or has failed ends at once. */
export const writeAll = async (
  each: Each,
  plans: readonly Plan[],
  writing: Writing,
): Promise<readonly Outcome[]> => {
  const queue = new PQueue(atMost);
  const outcomes = plans.map(async (plan) => {
    const outcome = isWrite(plan) ? await queue.add(() => write(each, plan, writing)) : { ...plan, plan };
    await writing.end(outcome);
    return outcome;
  });
  return Promise.all(outcomes);
};

/** Whether a plan writes something: the key policy, or the other half that belongs to it. */
export const isWrite = ({ change }: Plan): boolean =>
  change?.outcome === "planned" ||
  [...(change?.attached ?? []), ...(change?.grants ?? [])].some(({ outcome }) => outcome === "planned");

const write = async (each: Each, plan: Plan, { run, begin }: Writing): Promise<Outcome> => {
  const { index, key, change: planned } = plan;
  const { clock } = each.context.outside;
  try {
    await begin(plan, { index, begun: clock.now().toISOString(), arn: planned?.target.arn ?? "" });
  } catch (error) {
    return { plan, ended: failed(error) };
  }
  const from = { run, planned: planned?.before };
  const ended = await runLine(each, key, ["--json", "--yes"], from);
  const change = changeIn(ended);
  return { plan, ended, ...(change && { change }) };
};

/** The line of the run's record. */
export const endingOf = ({ plan, ended, change }: Outcome): BulkEnding => ({
  index: plan.index,
  outcome: change === undefined ? "failed" : change.outcome === "changed" ? "changed" : "unchanged",
  exit: ended.exit,
  ...(change?.change !== undefined && { change: change.change }),
});
