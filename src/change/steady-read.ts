import { ConflictError } from "../errors.ts";
import type { PolicyDocument } from "../policy/document.ts";
import { isNextOfOurs, mayLag, readFresh } from "./fresh-read.ts";
import type { Road } from "./services.ts";

/** Pause between two readings of a policy that has changed, in milliseconds. */
const pause = 200;

/** So many readings in a row that agree are taken for what stands; more where replicas were seen to disagree. */
const agreeing = { once: 5, afterDisagreement: 12 };

/**
 * Reads the policy again, which was `known` a moment ago. One reading that differs is no proof that somebody else wrote: another
 * replica may be behind (AWS KMS Developer Guide, "AWS KMS eventual consistency"). It is believed when several in a row agree.
 * Throws ConflictError (`stale-read`) where they do not within half a minute.
 */
export const readSteady = async (road: Road, known: PolicyDocument): Promise<PolicyDocument> => {
  const { subject, services } = road;
  const same = (a: PolicyDocument, b: PolicyDocument) => services.judges.same(a, b);
  let current = await readFresh(road);
  if (subject.target.kind === "file" || same(current, known)) return current;
  if (await isNextOfOurs(road, known, current)) return current;
  const until = services.clock.now().getTime() + mayLag;
  let needed = agreeing.once;
  for (let row = 1; row < needed; row++) {
    if (services.clock.now().getTime() > until) throw unsteady(road);
    await services.clock.sleep(pause);
    const next = await readFresh(road);
    if (same(next, current)) continue;
    [current, row, needed] = [next, 0, agreeing.afterDisagreement];
  }
  return current;
};

const unsteady = ({ subject }: Road): ConflictError =>
  new ConflictError(
    "stale-read",
    `KMS shows the policy of ${subject.label} in different versions by turns; nothing was written`,
    { hint: "run the command again in a minute, when all of KMS shows the last one" },
  );
