import { expect, test } from "vitest";
import { planChange, runChange } from "../../src/change/run-change.ts";
import type { ChangeOptions, Edit } from "../../src/change/types.ts";
import { makes, policy, use, world, yes } from "./fakes.ts";

// Of several kmspol of one machine and user one has its turn: from its last look until its change is verified, nobody else of them
// writes. Where a question is asked, nobody waits for its answer.

const before = policy(use("One", "A"));
const after = policy(use("One", "A", "Mine"));

/** A key whose turns, reads and puts are written down in the order in which they come. */
const watched = (decisions: ("apply" | "edit-again" | "cancel")[] = []) => {
  const { services, kms, subject, review } = world(before, {}, decisions);
  const seen: string[] = [];
  kms.before = (request) => void seen.push(request);
  const exclusively = async <T>(of: string, work: () => Promise<T>): Promise<T> => {
    seen.push(of === subject.historyKey ? "turn" : `turn of ${of}`);
    try {
      return await work();
    } finally {
      seen.push("end");
    }
  };
  const history = { ...services.history, exclusively };
  const reviewer = {
    ...review.reviewer,
    decide: async (proposal: Parameters<typeof review.reviewer.decide>[0]) => {
      seen.push("question");
      return review.reviewer.decide(proposal);
    },
  };
  return { seen, kms, subject, services: { ...services, history, reviewer } };
};

/** So many turns, in the last of which the put lies, with a look before it and one after it. */
const requireWithin = (seen: readonly string[], turns = 1): void => {
  expect(seen.filter((one) => one.startsWith("turn"))).toEqual(Array<string>(turns).fill("turn"));
  const within = seen.slice(seen.lastIndexOf("turn") + 1, seen.lastIndexOf("end"));
  const put = within.indexOf("write");
  expect(within.slice(0, put)).toContain("read");
  expect(within.slice(put)).toContain("read");
  expect(seen.filter((one) => one === "write")).toHaveLength(1);
};

test.each<[string, Partial<ChangeOptions>, ("apply" | "edit-again")[]]>([
  ["without a question", {}, []],
  ["after a question", { yes: false }, ["apply"]],
  ["after a question and another edit", { yes: false }, ["edit-again", "apply"]],
])("a change %s is made in one turn", async (_, options, decisions) => {
  const { seen, kms, subject, services } = watched(decisions);
  const edit: Edit = { repeatable: true, make: () => ({ text: after }) };
  await runChange(subject, edit, { ...yes, ...options }, services);
  requireWithin(seen);
  expect(kms.puts).toEqual([after]);
  expect(seen.lastIndexOf("question")).toBeLessThan(seen.indexOf("turn"));
});

test("a planned change is looked at without a turn, and made in one", async () => {
  const { seen, kms, subject, services } = watched();
  const plan = await planChange(subject, makes(after), yes, services);
  expect(seen).not.toContain("turn");
  await plan.apply({ command: ["kmspol", "each"], run: "r1" });
  requireWithin(seen);
  expect(kms.puts).toEqual([after]);
});

test.each<[string, Partial<ChangeOptions>, string]>([
  ["a dry run", { dryRun: true }, after],
  ["what changes nothing", {}, before],
])("%s keeps nobody waiting", async (_, options, text) => {
  const { seen, subject, services } = watched();
  await runChange(subject, makes(text), { ...yes, ...options }, services);
  expect(seen.filter((one) => one !== "read")).toEqual([]);
});

/** Somebody of another machine, who knows of no turns, writes so often, each time while a proposal is looked at. */
const othersWrite = ({ kms, services }: ReturnType<typeof watched>, times: number): typeof services => {
  let left = times;
  const show = () => {
    if (left-- > 0) kms.text = policy(use("One", "A"), use("Two", `Theirs${times - left}`));
  };
  return { ...services, reviewer: { ...services.reviewer, show } };
};

test.each([1, 2, 5])(
  "merged with what others write %i times it keeps its turn from the first time on",
  async (times) => {
    const one = watched();
    const result = await runChange(one.subject, makes(after), yes, othersWrite(one, times));
    expect(result).toMatchObject({ outcome: "changed", verified: true });
    requireWithin(one.seen, 2);
    for (const name of ["Mine", `Theirs${times}`]) expect(one.kms.text).toContain(`role/${name}"`);
  },
);

test.each([7, 1000])(
  "who writes %i times is no partner for merging: it ends, and nothing is written",
  async (times) => {
    const one = watched();
    const change = runChange(one.subject, makes(after), yes, othersWrite(one, times));
    await expect(change).rejects.toMatchObject({ code: "policy-conflict", exit: 4 });
    expect(one.kms.puts).toEqual([]);
  },
);

test("the turn ends where the change fails", async () => {
  const { seen, kms, subject, services } = watched();
  kms.before = (request) => {
    seen.push(request);
    if (request === "write") throw new Error("KMS is away");
  };
  await expect(runChange(subject, makes(after), yes, services)).rejects.toThrow("KMS is away");
  expect(seen.at(-1)).toBe("end");
});
