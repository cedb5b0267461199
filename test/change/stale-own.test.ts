import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import type { Edit } from "../../src/change/types.ts";
import { fakeClock, policy, use, world, yes } from "./fakes.ts";

// KMS is eventually consistent (AWS KMS Developer Guide, "AWS KMS eventual consistency"): a replica may show our own
// older policy. That is nobody else's write.

const first = policy(use("One", "A"), use("Two", "B"));

const adds = (name: string): Edit => ({
  repeatable: true,
  make: ({ document }) => {
    const value = JSON.parse(document.text) as { Statement: { Sid: string }[] };
    if (value.Statement.some(({ Sid }) => Sid === name)) return { text: document.text };
    return { text: JSON.stringify({ ...value, Statement: [...value.Statement, use(name, name)] }, null, 2) };
  },
});

/** A key of two replicas on a clock that does not wait: the second one lags; which one answers, the numbers say. */
const replicas = (lag: number, random: () => number) => {
  const clock = fakeClock();
  const here = world(first, { clock });
  const states = [{ at: -Infinity, text: first }];
  const now = () => clock.now().getTime();
  const put = (text: string) => void states.push({ at: now(), text });
  here.kms.store.readPolicy = async () => {
    await Promise.resolve();
    const seen = random() < 0.5 ? now() - lag : now();
    return states.findLast(({ at }) => at <= seen)?.text ?? first;
  };
  here.kms.store.writePolicy = async (_, text) => {
    await clock.sleep(20);
    put(text);
  };
  return { ...here, clock, put, stands: () => states.at(-1)?.text ?? first };
};

const numbersFrom = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

test.each(Array.from({ length: 30 }, (_, i) => i + 1))(
  "seed %i: five changes one after the other on replicas that lag 1 to 10 s, none is lost",
  async (seed) => {
    const random = numbersFrom(seed);
    const here = replicas(1000 + random() * 9000, random);
    const names = ["R1", "R2", "R3", "R4", "R5"];
    for (const name of names) {
      const result = await runChange(here.subject, adds(name), yes, here.services);
      expect(result).toMatchObject({ outcome: "changed", verified: true });
    }
    for (const name of names) expect(here.stands()).toContain(`role/${name}"`);
  },
);

test("what somebody else has put back stands once no replica lags: it is worked on", async () => {
  const here = replicas(1000, () => 1);
  await runChange(here.subject, adds("Mine"), yes, here.services);
  here.put(first);
  await runChange(here.subject, adds("More"), yes, here.services);
  expect(here.notes.join()).toContain("waiting until KMS shows change a000");
  expect(here.stands()).toContain("role/More");
  expect(here.stands()).not.toContain("role/Mine");
});
