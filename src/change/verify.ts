import { KmspolError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { ChangeRecord } from "../ports.ts";
import { wasOurs } from "./fresh-read.ts";
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
 * "AWS KMS eventual consistency"). Where one was seen to lag, or a text is neither old nor new, it takes more.
 */
const certainAfter = { agreeing: 2, afterLag: 12, foreign: 8 };

/**
 * The first readings, side by side: more than one is needed anyhow, and on lines of their own they are more likely to meet more than one
 * replica than one after the other.
 */
const atOnce = certainAfter.agreeing;

/**
 * Reads the policy until it shows the change, and goes on doing so, or the bound of about 30 s is reached. After a put whose outcome is
 * `unknown` the bound is some seconds: it is only to be decided whether to put again.
 */
export const readBack = async (
  road: Road,
  versions: Versions,
  record: Pick<ChangeRecord, "id">,
  put: "answered" | "unknown" = "answered",
): Promise<Reading> => {
  let last: Reading = { seen: "old" };
  let passed: PolicyDocument | undefined;
  const earlier = await earlierThan(road, record);
  let [shows, foreign, lags, failed] = [0, 0, false, 0];
  const first = await Promise.all(Array.from({ length: atOnce }, () => readOnce(road, versions, earlier)));
  const later = async (pause: number) => {
    await road.services.clock.sleep(pause);
    return readOnce(road, versions, earlier);
  };
  const steps = put === "unknown" ? pauses.slice(0, 16) : pauses;
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
    if (foreign >= certainAfter.foreign) return last;
    if (last.seen === "foreign") passed = last.current;
    const enough = lags ? certainAfter.afterLag : certainAfter.agreeing;
    if (isThere && shows >= enough) return { ...last, ...(passed && { passed }) };
  }
  // Seen, but not by every replica: who asks now may still be shown the old one.
  return last.seen === "foreign" ? last : { seen: "old" };
};

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

const readOnce = async (
  road: Road,
  versions: Versions,
  earlier: readonly ChangeRecord[],
): Promise<Reading> => {
  const { subject, services } = road;
  try {
    const current = await subject.read();
    if (services.judges.same(current, versions.after)) return { seen: "new" };
    if (subject.target.kind === "key" && wasOurs(road, current, earlier)) return { seen: "old" };
    const seen = standingOf(current, versions, services.judges, subject);
    return seen === "foreign" ? { seen, current } : { seen };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return { seen: "nothing", because: error.message };
  }
};
