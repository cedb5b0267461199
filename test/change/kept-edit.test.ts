import { expect, test } from "vitest";
import { keptName, keptOnFailure } from "../../src/change/kept-edit.ts";
import { CancelledError, RefusedError, UsageError } from "../../src/errors.ts";
import { keyChanged as key, world, yes } from "./fakes.ts";

// A new text survives what goes wrong with it, and the error says how to go on.

const arn = key.target.arn;
const refused = new RefusedError("lockout", "you lose it", { hint: "keep it" });
const unwritable = new RefusedError("history-unwritable", "the disk is full");
const failed = new UsageError("json-syntax", "it is no JSON");

test.each([
  [
    "what was refused goes back into the editor",
    refused,
    `kmspol edit ${arn} --from /state/kept/0-app-eu-west-1-new.json`,
  ],
  ["what could not be recorded is put", unwritable, `kmspol put ${arn} /state/kept/0-app-eu-west-1-new.json`],
  ["what failed is put", failed, `kmspol put ${arn} /state/kept/0-app-eu-west-1-new.json`],
])("%s", async (_, error, command) => {
  const { history, notes, services, subject } = world("{}", { interactive: false });
  const step = () => Promise.reject(error);
  const ended = keptOnFailure({ subject, options: yes, services }, { text: "new", format: "json" }, step);
  const hint = [
    error.hint,
    `the new text is kept in /state/kept/0-app-eu-west-1-new.json; go on with: ${command}`,
  ];
  await expect(ended).rejects.toMatchObject({ code: error.code, hint: hint.filter(Boolean).join("\n") });
  expect([[...history.kept.values()], notes]).toEqual([["new"], []]);
});

test.each([
  ["what the user cancelled", new CancelledError("cancelled", "no"), yes],
  ["what a dry run found", refused, { ...yes, dryRun: true }],
])("%s is not kept", async (_, error, options) => {
  const { history, services, subject } = world("{}", { interactive: false });
  const step = () => Promise.reject(error);
  const ended = keptOnFailure({ subject, options, services }, { text: "new", format: "json" }, step);
  await expect(ended).rejects.toBe(error);
  expect(history.kept.size).toBe(0);
});

test("a text that is in a file already has no second copy", async () => {
  const { history, services, subject } = world("{}", { interactive: false });
  const text = { text: "new", format: "json" as const, file: "/tmp/mine.json" };
  const ended = keptOnFailure({ subject, options: yes, services }, text, () => Promise.reject(failed));
  await expect(ended).rejects.toMatchObject({
    hint: expect.stringContaining("kept in /tmp/mine.json;") as string,
  });
  expect(history.kept.size).toBe(0);
});

test("of a fault of kmspol itself it is said beside the error, which stays as it was", async () => {
  const { notes, services, subject } = world("{}", { interactive: false });
  const fault = new TypeError("a fault");
  const step = () => Promise.reject(fault);
  const ended = keptOnFailure({ subject, options: yes, services }, { text: "new", format: "json" }, step);
  await expect(ended).rejects.toBe(fault);
  expect(notes).toEqual([
    expect.stringContaining("the new text is kept in /state/kept/0-app-eu-west-1-new.json"),
  ]);
});

test("where it cannot be kept, the error is the first one, and says so", async () => {
  const { history, services, subject } = world("{}", { interactive: false });
  history.fail.keep = true;
  const step = () => Promise.reject(refused);
  const ended = keptOnFailure({ subject, options: yes, services }, { text: "new", format: "json" }, step);
  await expect(ended).rejects.toMatchObject({ code: "lockout", hint: "keep it\nthe disk is full" });
});

test("a kept text is noted with whose policy it is, and with the command that goes on with it", async () => {
  const { history, services, subject } = world("{}", { interactive: false });
  const noted: unknown[] = [];
  const keep: typeof history.history.keep = (text, name, of) => {
    noted.push([of.key, of.label, of.resume("/kept")]);
    return history.history.keep(text, name, of);
  };
  const road = { subject, options: yes, services: { ...services, history: { ...history.history, keep } } };
  for (const error of [failed, refused])
    await keptOnFailure(road, { text: "new", format: "json" }, () => Promise.reject(error)).catch(
      () => undefined,
    );
  expect(noted).toEqual([
    [arn, subject.label, `kmspol put ${arn} /kept`],
    [arn, subject.label, `kmspol edit ${arn} --from /kept`],
  ]);
});

const file = (path: string) => ({ ...key, target: { kind: "file" as const, path }, facts: {} });

test.each([
  ["a key by its alias and Region", key, "app-eu-west-1-new.yaml"],
  [
    "a key without an alias",
    { ...key, target: { ...key.target, aliases: [] } },
    `${key.target.id}-eu-west-1-new.yaml`,
  ],
  ["a file by its name", file("policies/app.yml"), "app-new.yaml"],
  ["a file of another system", file("C:\\policies\\app.jsonc"), "app-new.yaml"],
])("a kept file is named by %s", (_, subject, name) => {
  expect(keptName(subject, "new", "yaml")).toBe(name);
});
