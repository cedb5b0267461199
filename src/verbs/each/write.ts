import PQueue from "p-queue";
import type { BulkBegun, BulkEnding } from "../../bulk-run.ts";
import { type Each, type Ended, failed } from "./each-run.ts";
import { commandOn } from "./key-calls.ts";
import { type KeyChange, type KeyPlan, keyMade, type Plan } from "./plan.ts";

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
    const { planned } = plan;
    const outcome =
      planned && isWrite(plan) ? await queue.add(() => write(each, plan, planned, writing)) : unwritten(plan);
    await writing.end(outcome);
    return outcome;
  });
  return Promise.all(outcomes);
};

/** The outcome of a key that nothing is written to. */
export const unwritten = (plan: Plan): Outcome => ({
  plan,
  ended: plan.ended,
  ...(plan.planned && { change: plan.planned.change }),
});

/** Whether a plan writes something: the key policy, the grants that go with it, or the other half that belongs to it. */
export const isWrite = ({ planned }: Plan): boolean =>
  planned?.change.outcome === "planned" ||
  [...(planned?.change.attached ?? []), ...(planned?.change.grants ?? [])].some(
    ({ outcome }) => outcome === "planned",
  );

const write = async (
  { context }: Each,
  plan: Plan,
  { change: { target }, apply }: KeyPlan,
  { run, begin }: Writing,
): Promise<Outcome> => {
  const { index, key } = plan;
  const { clock } = context.outside;
  try {
    await begin(plan, { index, begun: clock.now().toISOString(), arn: target.arn });
    const made = await apply({ command: commandOn(context, key, ["--json", "--yes"]), run });
    return { plan, ...keyMade(made, key) };
  } catch (error) {
    return { plan, ended: failed(error) };
  }
};

/** The line of the run's record. */
export const endingOf = ({ plan, ended, change }: Outcome): BulkEnding => ({
  index: plan.index,
  outcome: change === undefined ? "failed" : change.outcome === "changed" ? "changed" : "unchanged",
  exit: ended.exit,
  ...(change?.change !== undefined && { change: change.change }),
});
