import { expect, test } from "vitest";
import { planInline, writeInline, type InlinePlace } from "../../src/change/inline-policy.ts";
import type { JsonObject } from "../../src/policy/json-value.ts";
import { fakeClock, fakeDirectory } from "./fakes.ts";

// The other half in IAM: what is there, what is to be there, and whether IAM shows it.

const old: JsonObject = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "kms:Decrypt" }] };
const fresh: JsonObject = { Version: "2012-10-17", Statement: [] };
const lines = (policy: JsonObject): string => `${JSON.stringify(policy, undefined, 2)}\n`;

/** A role whose inline policy is shown as one text after the other, the last of them from then on. */
const place = (...shown: readonly (string | undefined)[]) => {
  const calls: string[] = [];
  let reads = 0;
  const directory = {
    ...fakeDirectory([]),
    inlinePolicy: (...[kind, name, policyName]: readonly string[]) => {
      calls.push(`get ${kind} ${name} ${policyName}`);
      return Promise.resolve(shown[Math.min(reads++, shown.length - 1)]);
    },
    putInlinePolicy: (...words: readonly string[]) =>
      Promise.resolve(void calls.push(`put ${words.join(" ")}`)),
    deleteInlinePolicy: (...words: readonly string[]) =>
      Promise.resolve(void calls.push(`delete ${words.join(" ")}`)),
  };
  const to: InlinePlace = {
    ...{ directory, account: "444455556666", to: { kind: "role", name: "App" }, policyName: "use-key" },
  };
  return { to, calls };
};

test.each<[string, string | undefined, JsonObject | undefined, object]>([
  ["one that is new", undefined, fresh, { before: undefined, after: lines(fresh) }],
  [
    "one that changes, laid out alike",
    JSON.stringify(old),
    fresh,
    { before: lines(old), after: lines(fresh) },
  ],
  ["one that goes", JSON.stringify(old), undefined, { before: lines(old), after: undefined }],
  [
    "one that stays, as it is written",
    JSON.stringify(old),
    old,
    { before: JSON.stringify(old), after: JSON.stringify(old), text: "" },
  ],
  ["a text that is no JSON", "{", fresh, { before: "{", after: lines(fresh) }],
  ["a text that is no object", "[1]", fresh, { before: "[1]", after: lines(fresh) }],
  ["none, and none is to be", undefined, undefined, { before: undefined, after: undefined, text: "" }],
])("a plan of %s", async (_, text, next, planned) => {
  const plan = await planInline(place(text).to, () => next);
  expect(plan).toMatchObject(planned);
  expect(plan.text === "").toBe("text" in planned);
});

test("what is made of it is made of what stands, and of nothing where that is no policy", async () => {
  const asked: unknown[] = [];
  const make = (before: JsonObject | undefined) => {
    asked.push(before);
    return fresh;
  };
  for (const text of [JSON.stringify(old), undefined, "{", "null"]) await planInline(place(text).to, make);
  expect(asked).toEqual([old, undefined, undefined, undefined]);
});

const written = async (after: string | undefined, ...shown: readonly (string | undefined)[]) => {
  const { to, calls } = place(...shown);
  const clock = fakeClock();
  const begun = clock.now().getTime();
  const isShown = await writeInline(to, { before: undefined, after, text: "" }, clock);
  return { isShown, calls, waited: clock.now().getTime() - begun };
};

test("it is put without white space, and believed as soon as IAM shows it, in whatever order", async () => {
  const shown = JSON.stringify({ Statement: [], Version: "2012-10-17" });
  expect(await written(lines(fresh), shown)).toEqual({
    isShown: true,
    waited: 0,
    calls: [`put role App use-key ${JSON.stringify(fresh)}`, "get role App use-key"],
  });
});

test("one that goes is deleted, and believed as soon as it is gone", async () => {
  expect(await written(undefined, undefined)).toEqual({
    isShown: true,
    waited: 0,
    calls: ["delete role App use-key", "get role App use-key"],
  });
});

test("IAM shows the old one for a moment", async () => {
  expect(await written(lines(fresh), JSON.stringify(old), undefined, JSON.stringify(fresh))).toMatchObject({
    ...{ isShown: true, waited: 750 },
  });
  expect(await written(undefined, JSON.stringify(old), undefined)).toMatchObject({
    isShown: true,
    waited: 250,
  });
});

test.each([
  ["the old one", lines(fresh), JSON.stringify(old)],
  ["none", lines(fresh), undefined],
  ["one that is to be gone", undefined, JSON.stringify(old)],
])("IAM goes on showing %s: after half a minute it is said so", async (_, after, shown) => {
  expect(await written(after, shown)).toMatchObject({ isShown: false, waited: 15_750 });
});
