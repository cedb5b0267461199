import { expect, test } from "vitest";
import { keys } from "./screen.ts";
import { walk } from "./ways.ts";

const code = "808017";

test.each([
  ["a verb that reads", ["show", "alias/app"], "WHO"],
  ["a verb that asks IAM as well", ["add-user", "alias/app", "role/Auditor"], "Save the new text"],
  ["a list", ["add-user", "alias/app"], "12 users and roles"],
  ["the menu", [], "11 keys"],
])("the MFA code is asked for once, and not shown: %s", async (_, args, then) => {
  const way = { name: "", args: [...args, "--profile", "mfa"], at: "MFA code of" };
  const run = await walk(way);
  await run.see("arn:aws:iam::111122223333:mfa/phone");
  run.type(`${code}\r`);
  await run.see(then);
  run.type(keys.ctrlC);
  const { sane } = await run.ended();
  expect(sane).toBe(true);
  expect(run.raw()).not.toContain(code);
  expect(run.plain().split("✔ MFA code").length - 1).toBe(1);
});

test("on a terminal that only writes on it is not shown, either, and Ctrl-C leaves it sane", async () => {
  const way = { name: "", args: ["show", "alias/app", "--profile", "mfa"], at: "hidden while typed" };
  const environment = { TERM: "dumb" };
  const run = await walk(way, { environment });
  run.type(`${code}\r`);
  await run.see("WHO");
  expect((await run.ended()).sane).toBe(true);
  expect(run.raw()).not.toContain(code);
  const stopped = await walk(way, { environment });
  stopped.type(keys.ctrlC);
  expect(await stopped.ended()).toEqual({ exit: 130, sane: true });
});
