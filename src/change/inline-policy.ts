import { equalJson, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { AttachTarget } from "../other-half/attach-command.ts";
import type { Clock, IdentityDirectory } from "../ports.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** Where an inline policy stands: in which account's IAM, at whom, under which name. */
export interface InlinePlace {
  readonly directory: IdentityDirectory;
  readonly account: string;
  readonly to: AttachTarget;
  readonly policyName: string;
}

/** An inline policy as it is, and as it is to be; `after` undefined: it goes. */
export interface InlineChange {
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** Unified diff of the two; empty where nothing changes. */
  readonly text: string;
}

/** Compares what stands at the place with what `make` makes of it. Throws AwsError where it may not be read. */
export const planInline = async (
  { directory, to, policyName }: InlinePlace,
  make: (before: JsonObject | undefined) => JsonObject | undefined,
): Promise<InlineChange> => {
  const text = await directory.inlinePolicy(to.kind, to.name, policyName);
  const old = objectIn(text);
  const next = make(old);
  if (old && next && equalJson(old, next)) return { before: text, after: text, text: "" };
  const before = old ? written(old) : text;
  const after = next && written(next);
  return { before, after, text: unifiedDiff(before ?? "", after ?? "") };
};

/** Pauses between the readings, in milliseconds: IAM is eventually consistent (IAM User Guide, "Troubleshooting"). */
const pauses: readonly number[] = [0, 250, 500, 1000, 2000, 4000, 8000];

/** Writes the change, and reads back until it shows. Returns false where it is not visible within half a minute. */
export const writeInline = async (
  { directory, to, policyName }: InlinePlace,
  { after }: InlineChange,
  clock: Clock,
): Promise<boolean> => {
  if (after === undefined) await directory.deleteInlinePolicy(to.kind, to.name, policyName);
  else await directory.putInlinePolicy(to.kind, to.name, policyName, compact(after));
  const wanted = objectIn(after);
  for (const pause of pauses) {
    if (pause > 0) await clock.sleep(pause);
    const now = objectIn(await directory.inlinePolicy(to.kind, to.name, policyName));
    if (wanted === undefined ? now === undefined : now !== undefined && equalJson(now, wanted)) return true;
  }
  return false;
};

const written = (policy: JsonObject): string => `${JSON.stringify(policy, undefined, 2)}\n`;

/** IAM counts an inline policy's characters (5,120 for a group in all): no white space is sent. */
const compact = (text: string): string => JSON.stringify(JSON.parse(text));

const objectIn = (text: string | undefined): JsonObject | undefined => {
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as JsonObject;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};
