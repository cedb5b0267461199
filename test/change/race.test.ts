import fc from "fast-check";
import { expect, test } from "vitest";
import { keySubject } from "../../src/change/key-subject.ts";
import { runChange } from "../../src/change/run-change.ts";
import { judges } from "../../src/change/judges.ts";
import type { ChangeServices, Judges } from "../../src/change/services.ts";
import type { Edit } from "../../src/change/types.ts";
import { KmspolError } from "../../src/errors.ts";
import type { History } from "../../src/ports.ts";
import { fakeClock, fakeHistory, fakeKms, key, policy, use, world, yes } from "./fakes.ts";
import { times } from "../support/long-form.ts";

const before = policy(use("One", "A"), use("Two", "B"));

interface Written {
  Statement: { Sid: string; Principal: { AWS: string | string[] } }[];
}

const rolesOf = (text: string, sid: string): string[] => {
  const policy = JSON.parse(text) as Written;
  const statement = policy.Statement.find(({ Sid }) => Sid === sid);
  return [statement?.Principal.AWS ?? []].flat().map((arn) => arn.split("/").at(-1) ?? "");
};

const add = (text: string, sid: string, name: string): string =>
  policy(...["One", "Two"].map((one) => use(one, ...rolesOf(text, one), ...(one === sid ? [name] : []))));

/** What a writer does to the policy that it read: each kind, so that some pairs merge and some conflict. */
const edits = {
  "adds to One": (text: string, name: string) => add(text, "One", name),
  "adds to Two": (text: string, name: string) => add(text, "Two", name),
  "adds another action": (text: string, name: string) =>
    add(text, "One", name).replace('"kms:DescribeKey"', `"kms:DescribeKey", "kms:GetPublicKey"`),
  "puts its role for all of One": (text: string, name: string) =>
    policy(use("One", name), use("Two", ...rolesOf(text, "Two"))),
};

/** Access is not what is at stake here: judged by the text alone, many races are run quickly. */
const quick: Judges = {
  ...judges,
  check: () => [],
  compare: (a, b) => ({ equivalent: JSON.stringify(a) === JSON.stringify(b), gained: [], lost: [] }),
};

type Kind = keyof typeof edits;
type Step = `${string} ${"reads" | "puts"}`;

const kinds = fc.constantFrom(...(Object.keys(edits) as Kind[]));

/** Two writers whose requests come in an order that the scheduler chooses; what happened, and how each ended. */
const race = async (
  scheduler: fc.Scheduler,
  first: Kind,
  second: Kind,
  exclusively: History["exclusively"],
) => {
  const kms = fakeKms(before);
  const steps: Step[] = [];
  const outcomes = new Map<string, unknown>();
  // Whose role somebody took out on purpose, having seen it.
  const dropped = new Set<string>();
  const turn = () => scheduler.schedule(Promise.resolve());
  const write = async (name: string, kind: Kind) => {
    const store = {
      readPolicy: async (arn: string) => {
        await turn();
        steps.push(`${name} reads`);
        return kms.store.readPolicy(arn);
      },
      writePolicy: async (arn: string, text: string) => {
        await turn();
        steps.push(`${name} puts`);
        await kms.store.writePolicy(arn, text);
      },
    };
    const clock = fakeClock(turn);
    const history = { ...fakeHistory().history, ...(exclusively && { exclusively }) };
    const services: ChangeServices = { ...world(before).services, clock, history, judges: quick };
    const edit: Edit = {
      repeatable: false,
      make: ({ document }) => {
        const text = edits[kind](document.text, name);
        for (const seen of rolesOf(document.text, "One")) if (!text.includes(seen)) dropped.add(seen);
        return { text };
      },
    };
    const change = runChange(keySubject(key, "the key", store, clock), edit, yes, services);
    outcomes.set(name, await change.catch((error: unknown) => error));
  };
  await scheduler.waitFor(Promise.all([write("Mine", first), write("Theirs", second)]));
  const lost = ["Mine", "Theirs"].filter((name) => !kms.text.includes(`role/${name}`));
  const silent = lost.filter((name) => !(outcomes.get(name) instanceof KmspolError) && !dropped.has(name));
  return { steps, outcomes, silent };
};

/** One at a time, as the lock in the state folder has it. */
const oneAtATime = (): History["exclusively"] => {
  let last: Promise<unknown> = Promise.resolve();
  return (_, work) => {
    const next = last.then(work, work);
    last = next;
    return next;
  };
};

test("two writers of one machine never lose a change in silence, however they interleave", async () => {
  const property = fc.asyncProperty(fc.scheduler(), kinds, kinds, async (scheduler, first, second) => {
    const { outcomes, silent } = await race(scheduler, first, second, oneAtATime());
    for (const outcome of outcomes.values()) {
      if (outcome instanceof KmspolError) expect(outcome.exit).toBe(4);
      else expect(outcome).toMatchObject({ outcome: "changed" });
    }
    expect(silent).toEqual([]);
  });
  await fc.assert(property, { numRuns: times(25, 300) });
});

test("two writers of two machines: only a put that comes after the other's last look is not noticed", async () => {
  const property = fc.asyncProperty(fc.scheduler(), kinds, kinds, async (scheduler, first, second) => {
    const { steps, silent } = await race(scheduler, first, second, undefined);
    for (const name of silent) {
      const other = name === "Mine" ? "Theirs" : "Mine";
      expect(steps.lastIndexOf(`${other} puts`)).toBeGreaterThan(steps.lastIndexOf(`${name} reads`));
    }
  });
  await fc.assert(property, { numRuns: times(25, 300) });
});
