import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { times } from "../support/long-form.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

const withManyRoles = async (extraKeys: number) => {
  const sandbox = await sandboxForTest({ extraKeys });
  const { roles } = sandbox.state.accounts.get("111122223333")!;
  const app = roles.get("App")!;
  for (let n = 0; n < 2000; n++)
    roles.set(`Job${n}`, { ...app, name: `Job${n}`, id: `AROAJOB${String(n).padStart(14, "0")}` });
  return sandbox;
};

const left = { exit: 130, sane: true };

const many = times(1500, 5000);

test("2,000 roles and thousands of keys: typing filters while they still arrive", async () => {
  const run = onTerminal(await newPlace(), await withManyRoles(many), ["add-user"]);
  await run.see("more are coming");
  run.type("alias/app\r");
  await run.see("[-] role/App");
  await run.see("2,012 users and roles");
  run.type("job199");
  await run.see("11 of 2,012 users and roles");
  run.type("5");
  await run.see("1 of 2,012 users and roles");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
});

test("an entry deep in a list of 2,000 roles is found, marked and added", async () => {
  const sandbox = await withManyRoles(0);
  const run = onTerminal(await newPlace(), sandbox, ["add-user", "alias/app"]);
  await run.see(" 2,012 users and roles\n");
  run.type("job1777");
  await run.see("1 of 2,012 users and roles");
  run.type(keys.enter);
  await run.see("role/Job1777 gains use of the key");
  await run.see("Write this policy");
  run.type(keys.down, keys.enter);
  await run.see("changed and verified");
  expect((await run.ended()).exit).toBe(0);
  expect(sandbox.policyOf("alias/app")).toContain("role/Job1777");
});

test("an entry deep in a list of thousands of keys is found once all are there, and at 40 columns, too", async () => {
  const sandbox = await sandboxForTest({ extraKeys: many });
  const run = onTerminal(await newPlace(), sandbox, ["show"], { columns: 40, rows: 24 });
  await run.see(` ${(many + 11).toLocaleString("en")} keys\n`);
  const deep = `extra-${String(many - 13).padStart(5, "0")}`;
  run.type(deep);
  await run.see(`> alias/${deep}`);
  run.type(keys.enter);
  await run.see("by this policy alone");
  expect((await run.ended()).exit).toBe(0);
});
