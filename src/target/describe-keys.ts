import PQueue from "p-queue";
import { AwsError } from "../errors.ts";
import type { DescribedKey, KeyStore, KeySummary } from "../ports.ts";

/** Requests under way at once: far below the KMS quota of 500 to 2,000 DescribeKey a second. */
const together = 16;

/** What becomes of the keys. */
export interface KeyVisitor {
  /** Which keys are looked at; all of them where this is left out. */
  wants?(summary: KeySummary): boolean;
  /** A key with what KMS tells about it; undefined where its policy does not let us look at it. */
  visit(summary: KeySummary, key: DescribedKey | undefined): Promise<void> | void;
  /** True when no more is needed. */
  stopped?(): boolean;
}

/** Describes the keys of the account and Region, several at once, in no certain order. Throws AwsError. */
export const describeKeys = async (store: KeyStore, visitor: KeyVisitor): Promise<void> => {
  const queue = new PQueue({ concurrency: together });
  const failures: unknown[] = [];
  const over = () => failures.length > 0 || visitor.stopped?.() === true;
  for await (const summary of store.list()) {
    if (over()) break;
    if (visitor.wants?.(summary) === false) continue;
    const visit = async () => visitor.visit(summary, await describeVisible(store, summary));
    void queue.add(visit).catch((error: unknown) => failures.push(error));
    await queue.onSizeLessThan(together);
  }
  if (over()) queue.clear();
  await queue.onIdle();
  if (failures.length > 0) throw failures[0];
};

const describeVisible = async (
  store: KeyStore,
  { arn, aliases }: KeySummary,
): Promise<DescribedKey | undefined> => {
  try {
    const key = await store.describe(arn, { aliases: false });
    return { ...key, target: { ...key.target, aliases } };
  } catch (error) {
    if (error instanceof AwsError && error.code === "access-denied") return undefined;
    throw error;
  }
};
