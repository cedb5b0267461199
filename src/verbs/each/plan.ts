import PQueue from "p-queue";
import type { ChangeResult } from "../../change/types.ts";
import type { BulkKey } from "../../bulk-run.ts";
import type { KeyTarget } from "../../ports.ts";
import { createProgress } from "../../output/progress.ts";
import { labelOf } from "./keys.ts";
import { pinned } from "./pinned.ts";
import { type Ended, type Each, runLine } from "./run-line.ts";

/** What is to become of one key. */
export interface Plan {
  /** Place of the key in the run's list. */
  readonly index: number;
  readonly key: BulkKey;
  readonly ended: Ended;
  /** Absent where it failed. */
  readonly change?: KeyChange;
}

/** A change of a key, as `--json` prints it. */
export type KeyChange = ChangeResult & { readonly target: KeyTarget };

/** Keys under way at once: each makes a handful of requests, of hundreds that KMS takes in a second. */
const together = 8;

/** Looks at every key (reads only), several at once; in the order of the keys. */
export const planAll = async (
  each: Each,
  keys: readonly (readonly [index: number, key: BulkKey])[],
): Promise<readonly Plan[]> => {
  const progress = createProgress(each.context, "keys planned");
  const queue = new PQueue({ concurrency: together });
  const plan = async ([index, key]: readonly [number, BulkKey]): Promise<Plan> => {
    const ended = await runLine(each, key, ["--json", "--dry-run"]);
    progress.step();
    const change = changeIn(ended);
    if (!change) return { index, key, ended };
    return { index, key: await pinned(each.context, known(key, change)), ended, change };
  };
  try {
    return onePerKey(await queue.addAll(keys.map((key) => () => plan(key))));
  } finally {
    queue.clear();
    progress.end();
  }
};

/** The change that a line printed. */
export const changeIn = ({ stdout, error }: Ended): KeyChange | undefined =>
  error ? undefined : (JSON.parse(stdout) as KeyChange);

const known = (key: BulkKey, { target }: KeyChange): BulkKey => ({
  ...key,
  arn: target.arn,
  label: labelOf(target),
});

/** Two names of one key are one key. */
const onePerKey = (plans: readonly Plan[]): readonly Plan[] => {
  const seen = new Set<string>();
  return plans.filter(({ change }) => {
    if (!change) return true;
    const isNew = !seen.has(change.target.arn);
    seen.add(change.target.arn);
    return isNew;
  });
};
