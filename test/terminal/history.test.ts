import { expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

/** A key with two changes: role/Auditor became a user, then role/service/Backup an administrator. */
const changedTwice = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const before = sandbox.policyOf("alias/app");
  await kmspol(place, sandbox, ["add-user", "alias/app", "role/Auditor", "--yes", "--reason", "the audit"]);
  await kmspol(place, sandbox, ["add-admin", "alias/app", "role/service/Backup", "--yes"]);
  return { place, sandbox, before };
};

const page = async (place: Place, sandbox: Awaited<ReturnType<typeof sandboxForTest>>) =>
  (await kmspol(place, sandbox, ["history", "alias/app"])).stdout;

test.each([40, 80, 200])(
  "at %s columns: Enter shows what a change did, and q leaves the list on the screen",
  async (columns) => {
    const { place, sandbox } = await changedTwice();
    const run = onTerminal(place, sandbox, ["history", "alias/app"], { columns, rows: 90 });
    await run.see("Changes of alias/app");
    await run.see("> @{0}");
    await run.see("+ role/service/Backup: administration");
    await run.see("q leaves");
    run.type(keys.down);
    await run.see("> @{1}");
    await run.see("the audit");
    run.type(keys.enter);
    await run.see("role/Auditor gains use of the key");
    await run.see("Principal.AWS");
    await run.see("+ arn:aws:iam::111122223333:role/Auditor");
    await run.see("> @{1}");
    run.type("q");
    expect(await run.ended()).toEqual({ exit: 0, sane: true });
    const shown = run.plain().split(/\n|(?<=leaves)/);
    const drawn = shown.filter((line) => /^[> ] @\{\d}|move,|leaves/.test(line));
    expect(drawn.filter((line) => line.length > columns)).toEqual([]);
    expect(shown.filter((line) => line.startsWith("  @{0}")).length).toBeGreaterThan(1);
  },
);

test("u takes the chosen change back after the usual question, and the list has it", async () => {
  const { place, sandbox } = await changedTwice();
  const run = onTerminal(place, sandbox, ["history", "alias/app"]);
  await run.see("> @{0}");
  run.type("u");
  await run.see("role/service/Backup loses");
  await run.see("Write this policy to alias/app in 111122223333, eu-west-1?");
  run.type("n");
  await run.see("nothing was written");
  await run.see("> @{0}");
  run.type(keys.down, "u");
  await run.see("role/Auditor loses use of the key");
  await run.see("Save the new text");
  run.type("y");
  await run.see("changed and verified");
  await run.see("kmspol undo alias/app --change");
  await run.see("q leaves");
  run.type(keys.escape);
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  const policy = sandbox.policyOf("alias/app");
  expect([policy.includes("role/Auditor"), policy.includes("role/service/Backup")]).toEqual([false, true]);
});

test("two undos put back the policy as it was", async () => {
  const { place, sandbox, before } = await changedTwice();
  const run = onTerminal(place, sandbox, ["history", "alias/app"]);
  await run.see("> @{0}");
  run.type("u");
  await run.see("Save the new text");
  run.type("y");
  await run.see("kmspol undo alias/app --change");
  await run.see("q leaves");
  run.type(keys.down, keys.down, "u");
  await run.see("role/Auditor loses");
  await run.see("Save the new text");
  run.type("y");
  await run.see("changed and verified");
  await run.see("q leaves");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
});

test("a pipe, a dumb terminal and --json get no list to go through", async () => {
  const { place, sandbox } = await changedTwice();
  const text = await page(place, sandbox);
  expect(text).toContain("      + role/service/Backup: administration of the key");
  const dumb = onTerminal(place, sandbox, ["history", "alias/app"], { environment: { TERM: "dumb" } });
  expect(await dumb.ended()).toEqual({ exit: 0, sane: true });
  expect(dumb.plain()).toContain("kmspol add-admin alias/app role/service/Backup --yes");
  const json = onTerminal(place, sandbox, ["history", "alias/app", "--json"]);
  expect(await json.ended()).toEqual({ exit: 0, sane: true });
  expect(json.plain()).toContain('"changes": [');
});
