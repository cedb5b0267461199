import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal as onPty } from "./pty.ts";
import { keys, type TerminalOptions } from "./screen.ts";
import { onTerminal } from "./window.ts";
import { opened } from "./ways.ts";

// What is on the screen when the question is answered.

const down = (count: number): string => keys.down.repeat(count) + keys.enter;

const scene = async (args: readonly string[], options: TerminalOptions = {}) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const before = sandbox.policyOf("alias/app");
  await writeFile(join(place.work, "open.json"), opened(before));
  await writeFile(join(place.work, "policy.json"), before);
  // A pager is a program that draws on the terminal itself.
  const on = /PAGER/.test(Object.keys(options.environment ?? {}).join()) ? onPty : onTerminal;
  const run = on(place, sandbox, args, { rows: 140, ...options });
  const isOld = () => samePolicy(sandbox.policyOf("alias/app"), before);
  return { place, sandbox, run, isOld };
};

const lossOf = "- role/Admin loses administration of the key";

/** However the review is read, and however early the reader leaves it: who loses what stands between it and the question. */
test.each<[string, string, Readonly<Record<string, string>>]>([
  ["q in the built-in pager", "q", {}],
  ["Esc in the built-in pager", keys.escape, {}],
  ["all of it", "a", {}],
  ["a pager that shows nothing", "", { PAGER: "true" }],
  ["a pager that shows the first line", "", { PAGER: "head -n 1" }],
  ["no paging", "", { KMSPOL_PAGER: "cat" }],
])("the access is right above the question: %s", async (_, key, environment) => {
  const args = ["remove-admin", "alias/app", "role/Admin"];
  const { run } = await scene(args, { rows: 16, environment });
  if (key !== "") {
    await run.see("space goes on");
    run.type(key);
  }
  await run.see("Save the new text");
  const lines = run.plain().split("\n");
  const question = lines.findIndex((line) => line.includes("Write this policy to alias/app"));
  expect(lines.slice(0, question).slice(-14).join("\n")).toContain(lossOf);
  run.type(keys.ctrlC);
  await run.ended();
});

test("the access comes before the text", async () => {
  const { run } = await scene(["remove-admin", "alias/app", "role/Admin"]);
  await run.see("Access: +0 -1");
  await run.see(lossOf);
  await run.see("Text:");
  run.type(keys.ctrlC);
  await run.ended();
});

test("what somebody else did meanwhile is said first, and by whom who gains what", async () => {
  const { run, sandbox } = await scene(["add-user", "alias/app", "role/Auditor"]);
  await run.see("Save the new text");
  const theirs = sandbox.policyOf("alias/app").replaceAll(/"arn:aws:iam::111122223333:role\/Admin"/g, '["arn:aws:iam::111122223333:role/Admin", "arn:aws:iam::111122223333:user/alice"]'); // prettier-ignore
  sandbox.setPolicy("alias/app", theirs);
  run.type(down(1));
  await run.see("Somebody else changed the policy meanwhile; both changes are merged. Theirs:");
  await run.see("+ user/alice gains administration of the key");
  await run.see("Yours:");
  await run.see("+ role/Auditor gains use of the key");
  run.type(keys.ctrlC);
  await run.ended();
});

test.each([40, 80, 200])("at %s columns each entry stands whole under the name of its statement", async (columns) => {
  const { run } = await scene(["add-user", "alias/app", "role/ci/pipelines/Deploy"], { columns });
  await run.see("Access: +1 -0");
  await run.see("Text:");
  await run.see('statement 3 "Allow use of the key"');
  await run.see("Principal.AWS (1 more stays)");
  await run.see("+ arn:aws:iam::111122223333:role/ci/pipelines/Deploy\n");
  await run.see("Save the new text");
  run.type("n");
  await run.see("nothing was written");
  expect((await run.ended()).exit).toBe(130);
}); // prettier-ignore

test("letters answer beside the arrows: d shows the diff, n leaves, y writes", async () => {
  const { run, isOld } = await scene(["add-user", "alias/app", "role/Auditor"]);
  await run.see("move or n/y/d/s");
  run.type("d");
  await run.see("--- before");
  await run.see("Save the new text");
  await run.see("move or n/y/d/s");
  expect(isOld()).toBe(true);
  run.type("y");
  await run.see("changed and verified");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  expect(isOld()).toBe(false);
});

test("the file to save in has a name already; Enter takes it", async () => {
  const { run } = await scene(["add-user", "alias/app", "role/Auditor"]);
  await run.see("move or n/y/d/s");
  run.type("s");
  await run.see("app-eu-west-1-new.json");
  run.type("\r");
  await run.see("saved in app-eu-west-1-new.json");
  await run.see("move or n/y/d/s");
  run.type("n");
  expect((await run.ended()).sane).toBe(true);
});

test("a name under ~ is one of the home folder", async () => {
  const { run, place } = await scene(["add-user", "alias/app", "role/Auditor"]);
  await run.see("move or n/y/d/s");
  run.type("s");
  await run.see("app-eu-west-1-new.json");
  run.type("~/new.json\r");
  await run.see("saved in ");
  await run.see("move or n/y/d/s");
  run.type("n");
  expect((await run.ended()).sane).toBe(true);
  expect(await readFile(join(place.home, "new.json"), "utf8")).toContain("role/Auditor");
});

test("y alone does not open the key: the alias is still asked for", async () => {
  const { run, isOld } = await scene(["put", "alias/app", "open.json"]);
  await run.see("move or n/y/d/s");
  run.type("y");
  await run.see("Type alias/app to write it:");
  expect(isOld()).toBe(true);
  run.type(keys.ctrlC);
  await run.ended();
});

test("opening the key takes more than a careless Enter: its alias", async () => {
  const { run, isOld } = await scene(["put", "alias/app", "open.json"]);
  await run.see("This needs your consent:");
  await run.see("Save the new text");
  run.type(down(1));
  await run.see("Type alias/app to write it:");
  run.type(keys.enter);
  await run.see("that is not alias/app");
  expect(isOld()).toBe(true);
  run.type("alias/app", keys.enter);
  await run.see("changed and verified");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  expect(run.plain()).not.toContain("--accept");
  expect(isOld()).toBe(false);
});

test("of a file its path is typed; Esc goes back to the question", async () => {
  const { run } = await scene(["put", "policy.json", "open.json", "--account", "111122223333"]);
  await run.see("Save the new text");
  run.type(down(1));
  await run.see("Type policy.json to write it:");
  run.type(keys.escape);
  await run.see("Save the new text");
  run.type(down(1));
  await run.see("Type policy.json to write it:");
  run.type("policy.json", keys.enter);
  await run.see("changed and verified");
  expect((await run.ended()).exit).toBe(0);
});

test("what was accepted by its code is not asked for again", async () => {
  const { run } = await scene([
    "put",
    "alias/app",
    "open.json",
    "--accept",
    "public-access",
    "--accept",
    "ineffective-restriction",
  ]);
  await run.see("Save the new text");
  run.type(down(1));
  await run.see("changed and verified");
  expect((await run.ended()).exit).toBe(0);
});

test("the key id for the bypass is asked for after the review, and with --yes too", async () => {
  const flag = "--bypass-policy-lockout-safety-check";
  const { run } = await scene(["deny-deletion", "alias/app", flag]);
  await run.see("loses deletion of the key");
  await run.see("Save the new text");
  run.type(down(1));
  await run.see("Type the key id 1234abcd-12ab-34cd-56ef-1234567890ab:");
  run.type("1234abcd-12ab-34cd-56ef-1234567890ab", keys.enter);
  await run.see("changed and verified");
  expect((await run.ended()).exit).toBe(0);
  const { run: second } = await scene(["deny-deletion", "alias/app", flag, "--yes"]);
  await second.see("Type the key id");
  second.type(keys.ctrlC);
  expect((await second.ended()).exit).toBe(130);
});
