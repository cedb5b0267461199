import { ConflictError } from "../errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord } from "../ports.ts";
import type { Road } from "./services.ts";
import { standingOf } from "./standing.ts";

/**
 * KMS is eventually consistent: "changes might not be immediately visible", most within seconds (AWS KMS Developer
 * Guide, "AWS KMS eventual consistency"). For so long after our own put (milliseconds) a policy that lacks it is taken
 * for one of a replica that lags; after that it is what stands.
 */
export const mayLag = 30_000;

/** So long after our put a policy without it that we have never seen is taken for one of a replica that lags. */
export const strangeMayLag = 10_000;

/** Pause between two readings, in milliseconds. */
const pause = 500;

/**
 * Reads the policy, and reads it again while what is shown is older than this machine's own last change: a text that
 * the history knows from before it, or one that does not contain it. Throws ConflictError (`stale-read`) where that
 * does not end, as where the clock stands wrong.
 */
export const readFresh = async (road: Road): Promise<PolicyDocument> => {
  const { subject, services } = road;
  const { clock } = services;
  const began = clock.now().getTime();
  let told = false;
  for (let slept = 0; ; slept += pause) {
    const current = await subject.read();
    if (subject.target.kind === "file") return current;
    const stale = await staleness(road, current);
    if (!stale) return current;
    if (slept > mayLag + strangeMayLag || clock.now().getTime() - began > 2 * mayLag)
      throw stillStale(road, stale.last);
    if (!told) services.note(`waiting until KMS shows change ${stale.last.id} of this policy`);
    told = true;
    await clock.sleep(pause);
  }
};

const stillStale = ({ subject }: Road, { id }: ChangeRecord): ConflictError =>
  new ConflictError(
    "stale-read",
    `KMS still shows the policy of ${subject.label} as it was before change ${id} of this machine; nothing was written`,
    {
      hint: "run the command again in a minute; where it stays so, see that the clock of this machine is right",
    },
  );

const staleness = async (
  road: Road,
  current: PolicyDocument,
): Promise<{ readonly last: ChangeRecord } | undefined> => {
  const { services, subject } = road;
  const changes = await services.history.changes(subject.historyKey);
  const at = changes.findIndex(isPut);
  const last = changes[at];
  if (!last) return undefined;
  const age = services.clock.now().getTime() - Date.parse(last.answered ?? last.at);
  // A shared folder may hold what a machine with a clock ahead of ours has written.
  if (!(Math.abs(age) < mayLag)) return undefined;
  const { judges } = services;
  const [before, after] = [last.before, last.after].map((text) => documentLike(current, text));
  if (!before || !after || judges.same(current, after)) return undefined;
  const later = changes.slice(0, at).some(({ after: text }) => isSame(road, current, text));
  if (later) return undefined;
  if (wasOurs(road, current, changes.slice(at))) return { last };
  if (Math.abs(age) >= strangeMayLag) return undefined;
  return standingOf(current, { before, after }, judges, subject) === "foreign" ? { last } : undefined;
};

/** Whether our last change made `current` of `before`, which then is no state that a lagging replica could show after it. */
export const isNextOfOurs = async (
  road: Road,
  before: PolicyDocument,
  current: PolicyDocument,
): Promise<boolean> => {
  const changes = await road.services.history.changes(road.subject.historyKey);
  const last = changes.find(isPut);
  return last !== undefined && isSame(road, current, last.after) && wasOurs(road, before, changes);
};

/**
 * Whether this machine has seen `after` stand a moment ago, as before an undo: then a replica that lags may show it though nothing was
 * put, and a reading of it proves nothing.
 */
export const stoodLately = async (road: Road, after: PolicyDocument): Promise<boolean> => {
  const { services, subject } = road;
  if (subject.target.kind === "file") return false;
  const now = services.clock.now().getTime();
  const changes = await services.history.changes(subject.historyKey);
  const lately = changes.filter(({ at, answered }) => now - Date.parse(answered ?? at) < mayLag);
  return lately.some(({ before, after: text }) => isSame(road, after, before) || isSame(road, after, text));
};

const isPut = ({ outcome }: ChangeRecord): boolean => outcome === "verified" || outcome === "written";

/** Whether the text is one that this machine has replaced, or has put before its last change. */
export const wasOurs = (
  road: Pick<Road, "services">,
  current: PolicyDocument,
  changes: readonly ChangeRecord[],
): boolean =>
  changes.some(
    ({ before, after }, index) =>
      isSame(road, current, before) || (index > 0 && isSame(road, current, after)),
  );

const isSame = ({ services }: Pick<Road, "services">, current: PolicyDocument, text: string): boolean => {
  if (current.text === text) return true;
  const other = documentLike(current, text);
  return other !== undefined && services.judges.same(current, other);
};

const documentLike = ({ format, dialect }: PolicyDocument, text: string): PolicyDocument | undefined =>
  documentOf(parsePolicyText(text, format, dialect));
