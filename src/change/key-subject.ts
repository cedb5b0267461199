import { RefusedError } from "../errors.ts";
import type { Clock, DescribedKey, KeyStore, PutOptions } from "../ports.ts";
import { parsePolicy } from "./parse-new-text.ts";
import { readingOnce } from "./reading-once.ts";
import type { PolicySubject } from "./types.ts";

/** A key as the subject of a change. `label` is how people know it. */
export const keySubject = (
  { target, facts }: DescribedKey,
  label: string,
  keys: Pick<KeyStore, "readPolicy" | "writePolicy">,
  clock: Clock,
): PolicySubject => ({
  target,
  facts,
  label,
  historyKey: target.arn,
  read: readingOnce(
    () => keys.readPolicy(target.arn),
    (text) => parsePolicy(text, "json"),
  ),
  write: (text, { freshPrincipals, ...options }) =>
    patiently(freshPrincipals ? patience : [], clock, options.confirm, () =>
      keys.writePolicy(target.arn, text, options),
    ),
});

/** Pauses, in milliseconds, while KMS may not know a principal yet that IAM has just created. */
const patience: readonly number[] = [1000, 2000, 4000, 8000, 8000];

const patiently = async (
  pauses: readonly number[],
  clock: Clock,
  confirm: PutOptions["confirm"],
  put: () => Promise<void>,
): Promise<void> => {
  const [pause, ...later] = pauses;
  try {
    await put();
  } catch (error) {
    const unknown = error instanceof RefusedError && error.code === "invalid-principals";
    if (!unknown || pause === undefined) throw error;
    await clock.sleep(pause);
    await confirm?.("refused");
    await patiently(later, clock, confirm, put);
  }
};
