import { describe, expect, test } from "vitest";
import { settlePending } from "../../src/change/settle-pending.ts";
import { readBack } from "../../src/change/verify.ts";
import { RefusedError } from "../../src/errors.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import type { PolicySubject } from "../../src/change/types.ts";
import type { ChangeRecord } from "../../src/ports.ts";
import { fakeClock, policy, use, world, yes } from "./fakes.ts";

// How many readings are believed, and for how long a put counts as open. KMS is eventually consistent (AWS KMS Developer Guide, "AWS KMS
// eventual consistency"): each number here is a choice of ours, and what it weighs is measured by test/races.

const document = (text: string): PolicyDocument => {
  const read = documentOf(parsePolicyText(text, "json"));
  if (!read) throw new Error("no policy");
  return read;
};
const texts = {
  old: policy(use("One", "A")),
  new: policy(use("One", "A", "Mine")),
  /** The new one, and more by somebody else. */
  more: policy(use("One", "A", "Mine"), use("Two", "B")),
  /** Somebody else's, without ours. */
  theirs: policy(use("One", "Theirs")),
};
type Shown = keyof typeof texts | "fails";

/** Reads back while KMS shows one after the other, the last of them from then on. */
const reading = async (
  shown: readonly Shown[],
  put: "answered" | "unknown" = "answered",
  notes: Partial<ChangeRecord> = {},
  target?: PolicySubject["target"],
) => {
  const { services, ...of } = world(texts.old);
  const subject = { ...of.subject, ...(target && { target }) };
  let reads = 0;
  const read = async () => {
    const now = shown[Math.min(reads++, shown.length - 1)] ?? "old";
    await Promise.resolve();
    if (now === "fails") throw new RefusedError("kms-unavailable", "KMS is away");
    return document(texts[now]);
  };
  const versions = { before: document(texts.old), after: document(texts.new) };
  const record = { id: "a001", ...notes };
  const begun = services.clock.now().getTime();
  const found = await readBack(
    { subject: { ...subject, read }, options: yes, services },
    versions,
    record,
    put === "unknown" ? put : services.clock.now(),
  );
  return { found, reads, waited: services.clock.now().getTime() - begun };
};

const times = (count: number, shown: Shown): Shown[] => Array.from({ length: count }, () => shown);

describe("reading back", () => {
  test.each<[what: string, shown: readonly Shown[], seen: string, reads: number]>([
    ["two that agree are enough where none lags", ["new"], "new", 2],
    ["so are two with more by somebody else", ["more"], "built-on", 2],
    ["where one lags it takes twelve in a row", ["old", "new"], "new", 13],
    ["a lag begins the count anew", ["old", ...times(11, "new"), "old", "new"], "new", 25],
    ["a lag after the first counts too", ["new", "old", "new"], "new", 14],
    // 41 readings with their pauses are within 10 s of the put, the 42nd is not.
    ["somebody else's of ten seconds is a replica that lags", [...times(41, "theirs"), "new"], "new", 53],
    ["so long and on, it is what stands", ["theirs"], "foreign", 42],
    [
      "eight that are not in a row are none, then either",
      [...times(40, "old"), ...times(7, "theirs"), "old", "new"],
      "new",
      60,
    ],
    ["eight in a row are, then", [...times(40, "old"), ...times(8, "theirs"), "new"], "foreign", 48],
    ["the bound is reached", ["old"], "old", 62],
    [
      "the bound is reached while replicas take turns",
      Array.from({ length: 62 }, (_, at): Shown => (at % 2 ? "new" : "old")),
      "old",
      62,
    ],
    ["one failure is nothing", ["fails", "new"], "new", 3],
    ["a second is an answer", ["fails", "fails"], "nothing", 2],
    ["after it was seen, one failure ends it with what was seen", ["new", "fails"], "new", 2],
  ])("%s", async (_, shown, seen, reads) => {
    const outcome = await reading(shown);
    expect([outcome.found.seen, outcome.reads]).toEqual([seen, reads]);
  });

  test("a put of which nothing is known is waited for some seconds only", async () => {
    expect(await reading(["old"], "unknown")).toMatchObject({ found: { seen: "old" }, reads: 18 });
    expect(await reading(["old", "new"], "unknown")).toMatchObject({ found: { seen: "new" }, reads: 13 });
  });

  test("half a minute is waited, for a put of which nothing is known four seconds", async () => {
    expect((await reading(["old"])).waited).toBe(30_000);
    expect((await reading(["old"], "unknown")).waited).toBe(4000);
    expect((await reading(["new"])).waited).toBe(0);
  });

  test("a file has no replicas: eight are somebody else", async () => {
    const file = { kind: "file", path: "policy.json" } as const;
    expect(await reading(["theirs"], "answered", {}, file)).toMatchObject({
      ...{ found: { seen: "foreign" }, reads: 8 },
    });
  });

  test("what passed is told, and what failed says why", async () => {
    const { found } = await reading(["theirs", "new"]);
    expect("passed" in found && found.passed.text).toBe(texts.theirs);
    expect("passed" in (await reading(["old", "new"])).found).toBe(false);
    expect((await reading(["fails"])).found).toEqual({ seen: "nothing", because: "KMS is away" });
    const foreign = (await reading(["theirs"])).found;
    expect(foreign.seen === "foreign" && foreign.current.text).toBe(texts.theirs);
  });
});

const put = Date.parse("2026-01-01T00:00:00Z");
const minutes = 60_000;

/** What becomes of a change whose outcome is open, `age` after its put, when `stands` stands. */
const settled = async (
  stands: Shown,
  age: number,
  outcome: ChangeRecord["outcome"] = "pending",
  later?: { readonly from: Shown; readonly after: number; readonly outcome: ChangeRecord["outcome"] },
  kind: "key" | "file" = "key",
) => {
  const { history, services, subject } = world(texts.old);
  const record = (at: number, ended: ChangeRecord["outcome"], from: Shown, to: Shown) => {
    const [before, after] = [texts[from as "old"], texts[to as "new"]];
    const change = {
      at: new Date(at).toISOString(),
      by: "ana",
      command: ["put"],
      outcome: ended,
      before,
      after,
    };
    return services.history.record(subject.historyKey, change);
  };
  await record(put, outcome, "old", "new");
  if (later) await record(put + later.after, later.outcome, later.from, "theirs");
  const clock = { ...fakeClock(), now: () => new Date(put + age) };
  let reads = 0;
  const read = () => {
    reads++;
    return Promise.resolve(document(texts[stands as "old"]));
  };
  const target = kind === "key" ? subject.target : { kind, path: "policy.json" };
  const changes = await settlePending({ ...subject, target, read }, { ...services, clock });
  expect(changes.map(({ id }) => id)).toEqual(history.records.map(({ id }) => id).reverse());
  return { outcome: changes.at(-1)?.outcome, reads };
};

describe("settling what a killed run left", () => {
  test.each<[what: string, stands: Shown, age: number, outcome: ChangeRecord["outcome"]]>([
    ["it stands", "new", 0, "verified"],
    ["it stands, with more", "more", 0, "verified"],
    ["the old one stands, and replicas may lag", "old", 5 * minutes, "pending"],
    ["the old one stands, when none lags any more", "old", 5 * minutes + 1, "failed"],
    ["somebody else's stands: nobody knows", "theirs", 60 * minutes, "pending"],
  ])("%s", async (_, stands, age, outcome) => {
    expect(await settled(stands, age)).toEqual({ outcome, reads: 1 });
    const unknown = outcome === "pending" ? "unknown" : outcome;
    expect(await settled(stands, age, "unknown")).toEqual({ outcome: unknown, reads: 1 });
  });

  test("of a file the old text proves that it failed, at once", async () => {
    expect((await settled("old", 0, "pending", undefined, "file")).outcome).toBe("failed");
  });

  test.each(["verified", "written", "failed"] as const)(
    "what is %s stays so, and nothing is read",
    async (outcome) => {
      expect(await settled("old", 60 * minutes, outcome)).toEqual({ outcome, reads: 0 });
    },
  );

  test.each<[what: string, later: Parameters<typeof settled>[3], outcome: ChangeRecord["outcome"]]>([
    ["a later one began from it", { from: "new", after: 1, outcome: "verified" }, "written"],
    [
      "a later one began from the old one, soon",
      { from: "old", after: 5 * minutes, outcome: "verified" },
      "pending",
    ],
    [
      "a later one began from the old one, late",
      { from: "old", after: 5 * minutes + 1, outcome: "verified" },
      "failed",
    ],
    ["a later one that failed says nothing", { from: "new", after: 1, outcome: "failed" }, "failed"],
  ])("%s", async (_, later, outcome) => {
    expect((await settled("old", 60 * minutes, "pending", later)).outcome).toBe(outcome);
  });
});
