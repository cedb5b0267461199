import { join } from "node:path";
import { expect, test } from "vitest";
import { itemsOf } from "../../src/verbs/menu/menu-items.ts";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { verbs } from "../../src/verbs/verbs.ts";
import { newPlace, scriptedEditor } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { onTerminal as onPty } from "./pty.ts";
import { keys, type Screen } from "./screen.ts";
import { onTerminal } from "./window.ts";

const left = { exit: 130, sane: true };
/** A line of a diff that holds a single value: none is ever cut. */
const oneValue = /^[-+ ]\s+"[^"]*",?$/;

test("from the list of keys to a written change, and out", async () => {
  const sandbox = await sandboxForTest();
  const run = onPty(await newPlace(), sandbox, []);
  await run.see("Which key?");
  await run.see("alias/tokens");
  run.type("data of the app");
  await run.see("1 of 11 keys");
  run.type(keys.enter);
  await run.see("role/App  ");
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
  await run.see("role/Auditor\n");
  await run.see("changed and verified");
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

/** A path of the menu: what is typed to choose it, the key, and what is seen and typed then, to the end. */
interface Path {
  readonly item: string;
  readonly key: string;
  readonly steps: readonly (readonly [seen: string, typed: string])[];
  /** What the key's policy holds, or does not hold, afterwards. */
  readonly holds?: string;
  readonly lacks?: string;
  /** What makes the way there: the key's policy. */
  readonly policy?: (text: string) => string;
}

const yes = [
  ["Save the new text", keys.down + keys.enter],
  ["changed and verified", ""],
  ["> Users ", ""],
] as const;
const back = ["> Users ", ""] as const;

const paths: readonly Path[] = [
  {
    item: "add users",
    key: "app",
    steps: [["[-] role/App", "Auditor\r"], ["role/Auditor gains use of the key", ""], ...yes],
    holds: "role/Auditor",
  },
  {
    item: "remove users",
    key: "app",
    steps: [["[ ] role/App", " \r"], ["role/App loses", ""], ...yes],
    lacks: "role/App",
  },
  {
    item: "add administrators",
    key: "app",
    steps: [["administrator already", "Auditor\r"], ["role/Auditor gains", ""], ...yes],
    holds: "role/Auditor",
  },
  {
    item: "remove administrators",
    key: "app",
    steps: [["[ ] role/Admin", "Admin\r"], ["role/Admin loses", ""], ...yes],
    lacks: "role/Admin",
  },
  {
    item: "deny deletion",
    key: "app",
    steps: [["role/Admin loses", ""], ...yes],
    lacks: "kms:ScheduleKeyDeletion",
  },
  {
    item: "allow deletion",
    key: "legacy",
    policy: (text) => text.replace(/, ?"kms:(?:Schedule|Cancel)KeyDeletion"/g, ""),
    steps: [["gains deletion of the key", ""], ...yes],
    holds: "kms:ScheduleKeyDeletion",
  },
  {
    item: "share with an account",
    key: "app",
    steps: [
      ["Which account", "444455556666\r"],
      ["What for?", keys.enter],
      ["The other half", keys.enter],
      ["444455556666 gains", ""],
      ["Save the new text", keys.down + keys.enter],
      ["changed and verified", ""],
      ["AllowUseOfKeyInAccount111122223333", ""],
      back,
    ],
    holds: "444455556666",
  },
  {
    item: "unshare",
    key: "global",
    steps: [["Which accounts lose access?", "444455556666\r"], ["444455556666 loses", ""], ...yes],
    lacks: "444455556666",
  },
  {
    item: "add a group",
    key: "app",
    steps: [
      ["Which group?", "finance\r"],
      ["How shall finance get access?", keys.down + keys.enter],
      ["user/team/bob gain", ""],
      ...yes,
    ],
    holds: "user/team/bob",
  },
  {
    item: "add a service",
    key: "app",
    steps: [
      ["Which service?", "sns\r"],
      ["For whose resources?", keys.enter],
      ["service sns.amazonaws.com gains", ""],
      ...yes,
    ],
    holds: "sns.amazonaws.com",
  },
  {
    item: "remove a service",
    key: "reports",
    steps: [
      ["Which services lose the key?", " \r"],
      ["service logs.eu-west-1.amazonaws.com loses", ""],
      ...yes,
    ],
    lacks: 'logs.eu-west-1.amazonaws.com"',
  },
  {
    item: "remove the deleted",
    key: "orphaned",
    steps: [["loses", ""], ...yes],
    lacks: "AIDA",
  },
  {
    item: "edit as text",
    key: "app",
    steps: [["role/Auditor gains", ""], ["Edit again", keys.down + keys.enter], ...yes.slice(1)],
    holds: "role/Auditor",
  },
  {
    item: "upgrade",
    key: "legacy",
    steps: [["kms:RotateKeyOnDemand", ""], ...yes],
    holds: "kms:RotateKeyOnDemand",
  },
];

/** Those that change nothing, one after the other. */
const looking: readonly Pick<Path, "item" | "steps">[] = [
  { item: "show", steps: [["by this policy alone", ""], back] },
  { item: "check", steps: [["no findings", ""], back] },
  { item: "who can", steps: [["by this policy alone", ""], back] },
  { item: "can", steps: [["Who?", "role/App\r"], ["Which action?", "decrypt\r"], ["allowed", ""], back] },
  { item: "history", steps: [["no changes", ""], back] },
  { item: "undo", steps: [["kmspol:", ""], back] },
  { item: "show the text", steps: [['"Statement"', ""], ["any key goes on", " "], back] },
  { item: "another key", steps: [["Which key?", ""]] },
];

const editor = `[(text) => text.replaceAll("role/App", "role/Auditor")]`;

/** kmspol's menu, open at a key. */
const menuOf = async ({ item, key, policy }: Path, columns: number, propagation = 0) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest({ propagation })];
  if (policy) sandbox.setPolicy(`alias/${key}`, policy(sandbox.policyOf(`alias/${key}`)));
  const environment = { KMSPOL_EDITOR: await scriptedEditor(place, editor) };
  const run = onTerminal(place, sandbox, [], { columns, environment });
  await run.see("Which key?");
  run.type(`alias/${key}`);
  await run.see("1 of 11 keys");
  run.type(keys.enter);
  await run.see("> Users ");
  run.type(item);
  await run.see(`? ${item}`);
  run.type(keys.enter);
  return { run, sandbox };
};

const walk = async (run: Screen, steps: Path["steps"]) => {
  for (const [seen, typed] of steps) {
    await run.see(seen);
    if (typed !== "") run.type(typed);
  }
};

test.each(paths)("$item, to its end", async (path) => {
  const { run, sandbox } = await menuOf(path, 80);
  await walk(run, path.steps);
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
  const policy = sandbox.policyOf(`alias/${path.key}`);
  if (path.holds !== undefined) expect(policy).toContain(path.holds);
  if (path.lacks !== undefined) expect(policy).not.toContain(path.lacks);
});

test("each that changes nothing, to its end and back", async () => {
  const [first, ...others] = looking;
  const { run } = await menuOf({ key: "app", item: first?.item ?? "", steps: [] }, 80);
  await walk(run, first?.steps ?? []);
  for (const { item, steps } of others) {
    run.type(item);
    await run.see(`? ${item}`);
    run.type(keys.enter);
    await walk(run, steps);
  }
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
});

test("a section is found by its name, too: its choices", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), []);
  await run.see("alias/tokens");
  run.type("alias/app\r");
  await run.see("> Users ");
  run.type("questions");
  await run.see("> Show");
  await run.see("Check");
  run.type(keys.ctrlC);
  expect((await run.ended()).exit).toBe(130);
});

test("no choice of the menu is without a path here", () => {
  expect([...paths, ...looking].map(({ item }) => item)).toEqual(
    expect.arrayContaining(itemsOf(verbs).map(({ label }) => label.toLowerCase())),
  );
});

test("undo puts back what the last change replaced, and the outcome is in sight on a low screen", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const before = sandbox.policyOf("alias/app");
  await kmspol(place, sandbox, ["add-user", "alias/app", "role/Auditor", "--yes"]);
  const run = onTerminal(place, sandbox, [], { rows: 24 });
  await run.see("Which key?");
  run.type("alias/app");
  await run.see("1 of 11 keys");
  run.type(keys.enter);
  await run.see("> Users ");
  run.type("undo\r");
  await run.see("Save the new text");
  run.type(keys.down, keys.enter);
  await run.see("more lines; type show for all");
  await run.see("changed and verified");
  await run.see("> Users ");
  run.type("history\r");
  await run.see("kmspol undo alias/app");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
  expect(samePolicy(sandbox.policyOf("alias/app"), before)).toBe(true);
});

test("what changes nothing says so, and does not show the key once more", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), []);
  await run.see("Which key?");
  run.type("alias/app\r");
  await run.see("> Users ");
  run.type("upgrade\r");
  await run.see("nothing to change");
  await run.see("> Users ");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
  expect(run.plain().match(/The console shows/g)).toHaveLength(1);
});

test("at 40 columns the menu fits, to a written change and out", async () => {
  const { run, sandbox } = await menuOf(paths[0]!, 40, 1500);
  await run.see("[-] role/App");
  run.type("Auditor\r");
  await run.see("Save the new text");
  run.type(keys.down, keys.enter);
  await run.see("changed and verified");
  await run.see("> Users ");
  run.type(keys.escape);
  await run.see("Which key?");
  run.type(keys.escape);
  expect(await run.ended()).toEqual(left);
  expect(sandbox.policyOf("alias/app")).toContain("role/Auditor");
  const long = run
    .drawn()
    .filter(
      (line) =>
        line.length > 40 && !oneValue.test(line) && !/^ *kmspol /.test(line) && !/^ +([-+] )?\S+$/.test(line),
    );
  expect(long).toEqual([]);
});

/** The menu's list of keys, once all of them are there. */
const keyList = async (columns: number, rows = 40) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = onTerminal(place, sandbox, [], { columns, rows });
  await run.see("Which key?");
  return { place, sandbox, run };
};

test("the list says where it is, and keys chosen lately come first", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = onTerminal(place, sandbox, []);
  // It stands above the question, with its first picture or a later one.
  await run.see("111122223333, eu-west-1, as user/admin");
  run.type("alias/tokens\r");
  await run.see("> Users ");
  run.type(keys.ctrlC);
  await run.ended();
  const again = onTerminal(place, sandbox, []);
  await again.see("> alias/tokens");
  again.type(keys.ctrlC);
  expect(await again.ended()).toEqual(left);
});

test.each([40, 80])(
  "at %s columns nothing stands beside the list; from 100 on the key does",
  async (columns) => {
    const { run } = await keyList(columns);
    await run.see("  11 keys");
    run.type(keys.ctrlC);
    await run.ended();
    expect(run.plain()).not.toContain("│");
    const wide = await keyList(200);
    wide.run.type("alias/orphaned");
    await wide.run.see("│ alias/orphaned in 111122223333, eu-west-1");
    wide.run.type(keys.ctrlC);
    await wide.run.ended();
  },
);

test("what is done from the menu is told as a command, and the menu has sections", async () => {
  const { run } = await keyList(80);
  run.type("alias/app\r");
  await run.see("> Users ");
  run.type(keys.enter);
  await run.see("Users of alias/app?");
  await run.see("> Add users");
  run.type(keys.enter);
  await run.see("[-] role/App");
  run.type("Auditor\r");
  await run.see("Save the new text");
  run.type("y");
  await run.see("  kmspol add-user alias/app arn:aws:iam::111122223333:role/Auditor");
  await run.see("> Users ");
  run.type("check\r");
  await run.see("the same, typed: kmspol check alias/app");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
});

test("marks are there again after Esc at the review; Ctrl-A marks all that is found", async () => {
  const { run } = await keyList(80, 60);
  run.type("alias/app\r");
  await run.see("> Users ");
  run.type("add users\r");
  await run.see("[-] role/App");
  run.type("service/");
  await run.see(" of 12 users and roles");
  run.type("\u0001");
  await run.see(" marked");
  run.type(keys.enter);
  await run.see("Save the new text");
  run.type(keys.escape);
  await run.see("[x] role/service/Backup");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
});

test("the own account is refused at once, the console's way to write an id is understood", async () => {
  const { run } = await keyList(80);
  run.type("alias/app\r");
  await run.see("> Users ");
  run.type("share with\r");
  await run.see("Which account");
  run.type("111122223333\r");
  await run.see("that is the key's own account");
  run.type("\u007f".repeat(12), "4444-5555-6666\r");
  await run.see("What for?");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
});

test("a group's IAM policy is put in place from the menu", async () => {
  const { run, sandbox } = await keyList(80);
  run.type("alias/app\r");
  await run.see("> Users ");
  run.type("add a group\r");
  await run.see("Which group?");
  run.type("finance\r");
  await run.see("How shall finance get access?");
  run.type(keys.enter);
  await run.see("Put it in place now");
  run.type(keys.enter);
  await run.see("Attach this IAM policy");
  await run.see("Enter takes the line");
  run.type("y");
  await run.see("> Users ");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
  expect(sandbox.requests.map(({ operation }) => operation)).toContain("PutGroupPolicy");
});

/** Where the list of keys is and what it says of its own keys, by the width. */
test.each([
  [40, {}, "Enter, Esc, ^O profile, ^R Region"],
  [80, { NO_COLOR: "1" }, "Enter takes, Esc back, Ctrl-O profile, Ctrl-R Region"],
  [200, {}, "Esc goes back, Ctrl-O profile, Ctrl-R Region"],
])("at %s columns Ctrl-O leads to another profile and Ctrl-R to another Region, letters search", async (columns, colours, words) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const environment = { ...(await writeProfiles(sandbox, join(place.root, "aws"))), ...colours };
  const run = onTerminal(place, sandbox, [], { columns, environment });
  await run.see("11 keys");
  await run.see(words);
  run.type("p");
  await run.see("? Which key? p");
  run.type("\u000f");
  await run.see("Which profile?");
  run.type(keys.escape);
  await run.see("11 keys");
  run.type("\u000f");
  await run.see("Which profile?");
  run.type("app\r");
  await run.see("as assumed-ro");
  run.type("\u0012");
  await run.see("Which Region?");
  run.type("us-east-1\r");
  await run.see("us-east-1, as assumed-ro");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
}); // prettier-ignore

test.each([40, 80])("on a low screen of %s columns the beginning of a key's page stays above the menu, and Show has all of it", async (columns) => {
  const { run } = await keyList(columns, 24);
  run.type("alias/app\r");
  await run.see("> Users ");
  const page = run.plain().slice(run.plain().lastIndexOf("alias/app in 111122223333"));
  expect(page).toMatch(/… \d+ more lines; type show for all/);
  expect(page.split("\n").length).toBeLessThanOrEqual(24);
  expect(page).toContain("role/Admin");
  run.type("show");
  await run.see("> Show");
  run.type(keys.enter);
  await run.see("space");
  run.type("a");
  await run.see("the same, typed");
  await run.see("> Users ");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
  expect(run.plain()).toContain("The console shows its default view");
}); // prettier-ignore

test("another Region is chosen in the menu, and the verbs work there", async () => {
  const sandbox = await sandboxForTest();
  const run = onTerminal(await newPlace(), sandbox, []);
  await run.see("eu-west-1, as user/admin");
  run.type("another region");
  await run.see("> Another Region");
  run.type(keys.enter);
  await run.see("Which Region?");
  run.type("us-east-1\r");
  await run.see("us-east-1, as user/admin");
  run.type("global\r");
  await run.see("alias/global in 111122223333, us-east-1");
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual(left);
});

test("at 40 columns the view has no heading with nothing below it", async () => {
  const run = onTerminal(await newPlace(), await sandboxForTest(), ["show", "alias/app"], { columns: 40 });
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  for (const heading of ["Limited", "Deletion"]) expect(run.plain().split("\n")).not.toContain(heading);
});
