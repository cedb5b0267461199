import type { PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord, History } from "../ports.ts";
import { commandFor } from "./command-target.ts";
import { goneChanges } from "./gone-changes.ts";
import { goneWords, isQuiet, momentWords } from "./gone-notes.ts";
import type { Judges } from "./services.ts";
import { certainAfter } from "./settle-pending.ts";
import type { PolicySubject } from "./types.ts";

/** What a command that only reads knows of a key. */
export type LookedAt = Pick<PolicySubject, "target" | "facts" | "historyKey">;

/** So old (milliseconds) a change is nobody's surprise any more; `history` still tells that it is gone. */
const surprises = 7 * 24 * 3_600_000;

/**
 * One sentence for whoever looks at a policy that was asked for at `began`: this machine's own late change is not in it. `history` is the
 * only thing that is read, and the judges are loaded only where what stands is not what was put last. As long after the put as a replica
 * may lag (AWS KMS Developer Guide, "AWS KMS eventual consistency"), it says only what may be. Undefined where there is nothing to say.
 * Throws what reading the history throws.
 */
export const goneAtLook = async (
  looked: LookedAt,
  text: string,
  began: Date,
  from: {
    readonly history: Pick<History, "changes">;
    readonly load: () => Promise<{ readonly judges: Judges; readonly current: PolicyDocument | undefined }>;
  },
): Promise<string | undefined> => {
  const changes = await from.history.changes(looked.historyKey);
  const last = changes.find(({ outcome }) => outcome !== "failed");
  const put = Date.parse(last?.answered ?? last?.at ?? "");
  if (!last || last.after === text || began.getTime() - put > surprises || !isQuiet(changes, began)) return;
  const { judges, current } = await from.load();
  if (!current) return;
  const gone = goneChanges(changes, current, looked, judges)
    .filter(({ foundBy }) => foundBy === undefined)
    .map(({ change }) => change)
    .filter(({ at }) => began.getTime() - Date.parse(at) <= surprises);
  const newest = gone.at(-1);
  if (!newest) return;
  const words = began.getTime() - put < certainAfter ? mayBeGone(newest, looked) : goneWords(newest, looked);
  return gone.length > 1 ? `${words}; the same is true of ${others(gone.slice(0, -1))}` : words;
};

const mayBeGone = ({ id, at }: ChangeRecord, looked: LookedAt): string =>
  `change ${id}${momentWords(at)} is not in the policy that KMS shows here: this part of KMS may be behind, or somebody else may have put a policy without it; ${commandFor(looked, "history", "--cloudtrail")} tells, some minutes after it was made`;

const others = (changes: readonly ChangeRecord[]): string =>
  changes.length === 1 ? `change ${changes[0]?.id}` : `changes ${changes.map(({ id }) => id).join(", ")}`;
