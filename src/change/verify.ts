import { KmspolError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord } from "../ports.ts";
import { strangeMayLag, wasOurs } from "./fresh-read.ts";
import type { Road } from "./services.ts";
import { standingOf, type Versions } from "./standing.ts";

/**
 * What reading back showed. `foreign`: somebody else has replaced the policy since; `current` is theirs. `passed`: a policy that was
 * shown for a moment, neither the old nor the new one nor known to this machine.
 */
export type Reading =
  | { readonly seen: "new" | "built-on"; readonly passed?: PolicyDocument }
  | { readonly seen: "old" }
  | { readonly seen: "foreign"; readonly current: PolicyDocument }
  | { readonly seen: "nothing"; readonly because: string };

/** Pauses before the later readings, in milliseconds: about half a minute in all (KMS is eventually consistent, usually for seconds). */
const pauses: readonly number[] = [...Array<number>(40).fill(250), ...Array<number>(20).fill(1000)];

/**
 * So many readings in a row are believed: of several replicas one may show what is not seen by the next (AWS KMS Developer Guide,
 * "AWS KMS eventual consistency"). Where one was seen to lag, or a text is neither old nor new, it takes more. What is neither may also be
 * older than what was replaced, by somebody else: it is believed once no replica lags so far any more (`strangeMayLag`).
 */
const certainAfter = { agreeing: 2, afterLag: 12, foreign: 8 };

/**
 * The first readings, side by side: more than one is needed anyhow, and on lines of their own they are more likely to meet more than one
 * replica than one after the other.
 */
const atOnce = certainAfter.agreeing;

/**
 * Reads the policy until it shows the change, and goes on doing so, or the bound of about 30 s is reached. `answered`: when the put was.
 * After a put whose outcome is unknown the bound is some seconds: it is only to be decided whether to put again.
 */
export const readBack = async (
  road: Road,
  versions: Versions,
  record: Pick<ChangeRecord, "id">,
  answered: Date | "unknown",
): Promise<Reading> => {
  let last: Reading = { seen: "old" };
  let passed: PolicyDocument | undefined;
  const earlier = await earlierThan(road, record);
  let [shows, foreign, lags, failed] = [0, 0, false, 0];
  const readOnce = reader(road, versions, earlier);
  const first = await Promise.all(Array.from({ length: atOnce }, readOnce));
  const later = async (pause: number) => {
    await road.services.clock.sleep(pause);
    return readOnce();
  };
  const steps = answered === "unknown" ? pauses.slice(0, 16) : pauses;
  for (const step of [...first, ...steps]) {
    const reading = typeof step === "number" ? await later(step) : step;
    if (reading.seen === "nothing") {
      if (shows > 0) return last;
      if (++failed > 1) return reading;
      continue;
    }
    last = reading;
    const isThere = last.seen === "new" || last.seen === "built-on";
    shows = isThere ? shows + 1 : 0;
    lags ||= !isThere;
    foreign = last.seen === "foreign" ? foreign + 1 : 0;
    if (foreign >= certainAfter.foreign && !mayBeOlder(road, answered)) return last;
    if (last.seen === "foreign") passed = last.current;
    const enough = lags ? certainAfter.afterLag : certainAfter.agreeing;
    if (isThere && shows >= enough) return { ...last, ...(passed && { passed }) };
  }
  // Seen, but not by every replica: who asks now may still be shown the old one.
  return last.seen === "foreign" ? last : { seen: "old" };
};

/** Whether a replica may still show a policy of somebody else that stood before the put; a file has none. */
const mayBeOlder = ({ subject, services }: Road, answered: Date | "unknown"): boolean =>
  subject.target.kind === "key" &&
  answered !== "unknown" &&
  services.clock.now().getTime() - answered.getTime() < strangeMayLag;

/** What this machine has put and replaced before: a replica that lags may show each of these. */
const earlierThan = async (
  { subject, services }: Road,
  { id }: Pick<ChangeRecord, "id">,
): Promise<readonly ChangeRecord[]> => {
  try {
    const changes = await services.history.changes(subject.historyKey);
    return changes.slice(changes.findIndex((change) => change.id === id));
  } catch (error) {
    // The put is made: that the history cannot be read is no reason not to look whether it is seen.
    if (!(error instanceof KmspolError)) throw error;
    return [];
  }
};

/** Reads and judges what KMS shows; what was shown before is not judged again. */
const reader = (road: Road, versions: Versions, earlier: readonly ChangeRecord[]) => {
  const known = new Map<PolicyDocument, Reading>();
  return async (): Promise<Reading> => {
    try {
      const current = await road.subject.read();
      const reading = known.get(current) ?? judged(road, versions, earlier, current);
      known.set(current, reading);
      return reading;
    } catch (error) {
      if (!(error instanceof KmspolError)) throw error;
      return { seen: "nothing", because: error.message };
    }
  };
};

const judged = (
  road: Road,
  versions: Versions,
  earlier: readonly ChangeRecord[],
  current: PolicyDocument,
): Reading => {
  const { subject, services } = road;
  if (services.judges.same(current, versions.after)) return { seen: "new" };
  if (subject.target.kind === "key" && wasOurs(road, current, earlier)) return { seen: "old" };
  const seen = standingOf(current, versions, services.judges, subject);
  return seen === "foreign" ? { seen, current } : { seen };
};
