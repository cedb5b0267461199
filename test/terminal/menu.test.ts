import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys, onTerminal } from "./pty.ts";

const left = { exit: 130, sane: true };

test("from the list of keys to a written change, and out", async () => {
  const sandbox = await sandboxForTest();
  const run = onTerminal(await newPlace(), sandbox, []);
  await run.see("Which key?");
  await run.see("alias/tokens");
  run.type("data of the app");
  await run.see("1 of 11 keys");
  run.type(keys.enter);
  await run.see("Users             role/App");
  await run.see("What about alias/app?");
  run.type("add users", keys.enter);
  await run.see("[-] role/App  (key user already)");
  run.type("Aud");
  await run.see("1 of 12 users and roles");
  run.type(keys.space);
  await run.see("1 marked");
  run.type(keys.enter);
  await run.see("role/Auditor gains use of the key");
  await run.see("Write this policy to alias/app in 111122223333, eu-west-1?");
  run.type(keys.down, keys.enter);
  await run.see("changed and verified");
  await run.see("role/Auditor");
  await run.see("What about alias/app?");
  expect(sandbox.policyOf("alias/app")).toContain("role/Auditor");
  run.type(keys.escape);
  await run.see("Which key?");
  run.type(keys.escape);
  expect(await run.ended()).toEqual(left);
});

test("No leaves the policy and goes back to the menu; Leave ends with 0", async () => {
  const sandbox = await sandboxForTest();
  const before = sandbox.requests.length;
  const run = onTerminal(await newPlace(), sandbox, ["--region", "eu-west-1"]);
  await run.see("Which key?");
  run.type("alias/app");
  await run.see("1 of 11 keys");
  run.type(keys.enter);
  await run.see("What about alias/app?");
  run.type("deny", keys.enter);
  await run.see("Write this policy");
  run.type(keys.enter);
  await run.see("nothing was written");
  await run.see("What about alias/app?");
  run.type("leave", keys.enter);
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  expect(sandbox.requests.slice(before).map(({ operation }) => operation)).not.toContain("PutKeyPolicy");
});

/** Each path of the menu: what is typed after the key was chosen, and what is seen then. */
const paths: readonly (readonly [
  item: string,
  key: string,
  steps: readonly (readonly [string, string])[],
])[] = [
  [
    "remove users",
    "app",
    [
      ["role/App", " \r"],
      ["role/App loses", ""],
      ["Save the new text", ""],
    ],
  ],
  [
    "add administrators",
    "app",
    [
      ["administrator already", "Auditor\r"],
      ["role/Auditor gains", ""],
      ["Save the new text", ""],
    ],
  ],
  [
    "remove administrators",
    "app",
    [
      ["role/Admin", "Admin\r"],
      ["Save the new text", ""],
    ],
  ],
  [
    "deny deletion",
    "app",
    [
      ["role/Admin loses", ""],
      ["Save the new text", ""],
    ],
  ],
  [
    "share with an account",
    "app",
    [
      ["Which account", "444455556666\r"],
      ["What for?", "\r"],
      ["The other half", "\r"],
      ["444455556666 gains", ""],
      ["Save the new text", ""],
    ],
  ],
  ["add a group", "app", [["Which group?", ""]]],
  [
    "add a service",
    "app",
    [
      ["Which service?", "sns\r"],
      ["For whose resources?", "\r"],
      ["service sns.amazonaws.com gains", ""],
      ["Save the new text", ""],
    ],
  ],
  [
    "remove the deleted",
    "orphaned",
    [
      ["loses", ""],
      ["Save the new text", ""],
    ],
  ],
  [
    "who can",
    "app",
    [
      ["role/Admin has", ""],
      ["> Add users", ""],
    ],
  ],
  [
    "can",
    "app",
    [
      ["Who?", "role/App\r"],
      ["Which action?", "decrypt\r"],
      ["role/App", ""],
      ["> Add users", ""],
    ],
  ],
  ["check", "app", [["> Add users", ""]]],
  [
    "history",
    "app",
    [
      ["no changes", ""],
      ["> Add users", ""],
    ],
  ],
  [
    "undo",
    "app",
    [
      ["kmspol:", ""],
      ["> Add users", ""],
    ],
  ],
  [
    "show the text",
    "app",
    [
      ['"Statement"', ""],
      ["> Add users", ""],
    ],
  ],
  ["another key", "app", [["Which key?", ""]]],
];

test.each(paths)("%s", async (item, key, steps) => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), []);
  await run.see("Which key?");
  run.type(`alias/${key}`);
  await run.see("1 of 11 keys");
  run.type(keys.enter);
  await run.see("> Add users");
  run.type(item);
  await run.see(`? ${item}`);
  run.type(keys.enter);
  for (const [text, typed] of steps) {
    await run.see(text);
    if (typed !== "") run.type(typed);
  }
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
});
