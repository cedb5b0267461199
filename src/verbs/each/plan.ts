import PQueue from "p-queue";
import type { ChangeResult } from "../../change/types.ts";
import type { BulkKey } from "../../bulk-run.ts";
import { UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { KeyTarget } from "../../ports.ts";
import { createProgress } from "../../output/progress.ts";
import type { MadeChange, PlannedChange } from "../change/prepared.ts";
import { type Each, type Ended, failed } from "./each-run.ts";
import { contextOn, type KeyCall } from "./key-calls.ts";
import { labelOf } from "./keys.ts";
import { pinned } from "./pinned.ts";

/** What is to become of one key. */
export interface Plan {
  /** Place of the key in the run's list. */
  readonly index: number;
  readonly key: BulkKey;
  readonly ended: Ended;
  /** Absent where it failed. */
  readonly planned?: KeyPlan;
}

/** A change of a key that was looked at. */
export interface KeyPlan {
  readonly change: KeyChange;
  readonly facts: KeyFacts;
  readonly apply: PlannedChange["apply"];
}

/** A change of a key, as `--json` prints it. */
export type KeyChange = Omit<ChangeResult, "notes" | "target"> & { readonly target: KeyTarget };

/** Keys under way at once: each makes a handful of requests, of hundreds that KMS takes in a second. */
const together = 8;

/** Looks at every key (reads only), several at once; in the order of the keys. Throws what commander throws. */
export const planAll = async (
  each: Each,
  keys: readonly (readonly [index: number, key: BulkKey])[],
): Promise<readonly Plan[]> => {
  const calls = await Promise.all(keys.map(([, key]) => each.callOn(key)));
  const progress = createProgress(each.context, (count) => `[${count}/${keys.length}] keys planned`);
  const queue = new PQueue({ concurrency: together });
  const plan = async (index: number, call: KeyCall): Promise<Plan> => {
    try {
      return { index, ...(await planOn(each, call)) };
    } catch (error) {
      return { index, key: call.key, ended: failed(error) };
    } finally {
      progress.step();
    }
  };
  try {
    const plans = calls.map((call, i) => () => plan(keys[i]?.[0] ?? i, call));
    return onePerKey(await queue.addAll(plans));
  } finally {
    queue.clear();
    progress.end();
  }
};

const planOn = async (each: Each, call: KeyCall): Promise<Omit<Plan, "index">> => {
  const { verb, key, operands, flags } = call;
  const context = contextOn(each, call, { answers: ["--json", "--yes"] });
  const loaded = await verb.load(each.program);
  if (!loaded.plan) throw new UsageError("unknown-verb", `${verb.name} changes nothing`);
  const planned = await loaded.plan(context, operands, { ...flags, yes: true });
  const { ended, change } = keyMade(planned, key);
  const known = { ...key, arn: change.target.arn, label: labelOf(change.target) };
  return {
    key: await pinned(each.context, known),
    ended,
    planned: { change, facts: planned.subject.facts, apply: (as) => planned.apply(as) },
  };
};

/** How a key ended that was planned or made. Throws UsageError (`needs-a-key`) where its name is a file's. */
export const keyMade = (
  { exit, result }: MadeChange,
  { label }: BulkKey,
): { readonly ended: Ended; readonly change: KeyChange } => {
  const { notes, target, ...change } = result;
  if (target.kind === "key") return { ended: { exit, notes }, change: { target, ...change } };
  throw new UsageError("needs-a-key", `"${label}" is a policy file`, {
    hint: "each changes keys; for a file run the verb by itself",
  });
};

/** Two names of one key are one key. */
const onePerKey = (plans: readonly Plan[]): readonly Plan[] => {
  const seen = new Set<string>();
  return plans.filter(({ planned }) => {
    if (!planned) return true;
    const { arn } = planned.change.target;
    const isNew = !seen.has(arn);
    seen.add(arn);
    return isNew;
  });
};
