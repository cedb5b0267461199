import { expect, test } from "vitest";
import { keys } from "./pty.ts";
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
