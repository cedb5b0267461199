import { describe, expect, test } from "vitest";
import { Interrupted, SteppedBack } from "../../src/errors.ts";
import { atSandbox, statementsOf } from "./asking.ts";

// The menu: which key, what of it, and back. Each choice is a verb, run as if it were typed.

test("a change: its result, and the command that does the same", async () => {
  const at = await atSandbox();
  const answers = ["alias/app", "add-user", ["role/Auditor"], "yes", "leave"];
  const { exit, stdout, questions, left } = await at.ask([], answers);
  expect([exit, left]).toEqual([0, []]);
  expect(stdout).toContain("alias/app in 111122223333, eu-west-1: changed and verified");
  expect(stdout).toContain("kmspol add-user alias/app arn:aws:iam::111122223333:role/Auditor");
  expect(questions.filter((question) => question === "What about alias/app?").length).toBe(2);
  expect(JSON.stringify(statementsOf(at.sandbox, "alias/app"))).toContain("role/Auditor");
});

test("the view that is shown after a change is of the new policy", async () => {
  const at = await atSandbox();
  const { stderr } = await at.ask([], ["alias/app", "deny-deletion", "yes", "leave"]);
  expect(stderr.match(/WHO /g)?.length).toBe(2);
  const read = await at.ask([], ["alias/app", "check", "can", "role/App", "kms:Decrypt", "leave"]);
  expect(read.stderr.match(/WHO /g)?.length).toBe(1);
  expect(read.stdout).toContain("allowed: role/App, kms:Decrypt");
});

test("with the flags that the program was started with", async () => {
  const at = await atSandbox();
  const { stdout } = await at.ask(
    ["--region", "eu-west-1"],
    ["alias/app", "add-user", ["role/Auditor"], "yes", "leave"],
  );
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "kmspol --region eu-west-1 add-user alias/app arn:aws:iam::",
  );
});

test("what was asked for a verb is in the command that does the same", async () => {
  const at = await atSandbox();
  const answers = ["alias/app", "add-group", "finance", "via-iam", "print", "yes", "leave"];
  const { stdout } = await at.ask([], answers);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "the same, typed: kmspol add-group alias/app finance --via-iam",
  );
});

test("what goes wrong is said, and the menu goes on", async () => {
  const at = await atSandbox();
  const { exit, stderr, left } = await at.ask([], ["alias/app", "add-user", ["role/Nobody"], "leave"]);
  expect([exit, left]).toEqual([0, []]);
  expect(stderr).toContain("IAM knows no role/Nobody");
  expect(stderr).not.toContain("the same, typed");
});

test("a key that cannot be read leads back to the list", async () => {
  const at = await atSandbox();
  const { exit, stderr, questions } = await at.ask([], ["alias/none", SteppedBack]);
  expect([exit, questions]).toEqual([130, ["Which key?", "Which key?"]]);
  expect(stderr).toContain("there is no key alias/none");
});

describe("sections", () => {
  test("lead to their verbs; Esc leads back", async () => {
    const at = await atSandbox();
    const answers = ["alias/app", "Users", SteppedBack, "History", SteppedBack, SteppedBack, SteppedBack];
    const { exit, asked } = await at.ask([], answers);
    expect(exit).toBe(130);
    expect(asked.map(({ question }) => question)).toEqual([
      "Which key?",
      "What about alias/app?",
      "Users of alias/app?",
      "What about alias/app?",
      "History of alias/app?",
      "What about alias/app?",
      "Which key?",
    ]);
    expect(asked[2]?.offered).toEqual(["Add users", "Remove users", "Add a group"]);
    expect(asked[4]?.offered).toEqual(["History", "Undo"]);
  });

  test("a verb of a section is run", async () => {
    const at = await atSandbox();
    const { stdout } = await at.ask([], ["alias/app", "Questions", "check", "leave"]);
    expect(stdout).toContain("alias/app: no findings");
  });

  test("what does not fit the policy is not offered", async () => {
    const at = await atSandbox();
    const before = (await at.ask([], ["alias/app", "Administrators", Interrupted])).asked.at(-1)?.offered;
    expect(before).toEqual(["Add administrators", "Remove administrators", "Deny deletion"]);
    await at.ask(["deny-deletion", "alias/app", "--yes"], []);
    const after = (await at.ask([], ["alias/app", "Administrators", Interrupted])).asked.at(-1)?.offered;
    expect(after).toEqual(["Add administrators", "Remove administrators", "Allow deletion"]);
    expect((await at.ask([], ["alias/global", "Sharing", Interrupted])).asked.at(-1)?.offered).toEqual([
      ...["Share with an account", "Unshare", "Add a service"],
    ]);
  });
});

describe("leaving", () => {
  test.each([
    ["Esc at the list", [SteppedBack], 130],
    ["Ctrl-C at the list", [Interrupted], 130],
    ["Ctrl-C at a key", ["alias/app", Interrupted], 130],
    ["Ctrl-C at a verb's question", ["alias/app", "add-user", Interrupted], 130],
    ["Ctrl-C at a review", ["alias/app", "deny-deletion", Interrupted], 130],
    ["Leave", ["alias/app", "leave"], 0],
    ["another key, then Leave", ["alias/app", "another", "alias/global", "leave"], 0],
  ])("%s", async (_, answers, exit) => {
    const at = await atSandbox();
    const run = await at.ask([], answers);
    expect([run.exit, run.left]).toEqual([exit, []]);
  });

  test("Esc at a review goes back to the menu of the key, and nothing is written", async () => {
    const at = await atSandbox();
    const before = statementsOf(at.sandbox, "alias/app").length;
    const { questions } = await at.ask([], ["alias/app", "deny-deletion", SteppedBack, "leave"]);
    expect(questions.at(-1)).toBe("What about alias/app?");
    expect(statementsOf(at.sandbox, "alias/app").length).toBe(before);
  });
});

describe("elsewhere", () => {
  test("in another Region: the flags say so from then on", async () => {
    const at = await atSandbox();
    const answers = ["(region)", SteppedBack, "(region)", "eu west", "us-east-1", SteppedBack];
    const { exit, asked } = await at.ask(["--region", "eu-west-1"], answers);
    expect([exit, asked.map(({ question }) => question)]).toEqual([
      130,
      ["Which key?", "Which Region?", "Which key?", "Which Region?", "Which key?"],
    ]);
    expect(asked[0]?.offered).toContain("alias/app");
    expect(asked[3]?.offered).toContain("eu-central-1");
    expect(asked[3]?.refused).toEqual(["eu west: is not in the list"]);
    expect(asked[4]?.offered).not.toContain("alias/app");
  });

  test("a Region of four words, and none of two", async () => {
    const at = await atSandbox();
    const { asked } = await at.ask([], ["(region)", "x-1", "us-1", "us-isob-north-east-11", SteppedBack]);
    expect(asked[1]?.refused).toEqual(["x-1: is not in the list", "us-1: is not in the list"]);
  });

  test("as another profile, where there are any", async () => {
    const none = await (await atSandbox()).ask([], [SteppedBack]);
    expect(none.asked[0]?.offered.filter((name) => name.startsWith("Another"))).toEqual(["Another Region"]);
    const at = await atSandbox(["partner", "own"]);
    const { asked, stderr } = await at.ask([], ["(profile)", SteppedBack, "(profile)", "typed"]);
    expect(asked[1]).toMatchObject({ question: "Which profile?", offered: ["own", "partner"] });
    expect(stderr).toContain("there is no AWS profile typed");
  });
});
