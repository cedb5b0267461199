import { describe, expect, test } from "vitest";
import { Interrupted, SteppedBack } from "../../src/errors.ts";
import type { Answer } from "../support/answers.ts";
import { atSandbox, statementsOf } from "./asking.ts";

// What a verb lacks is asked for, one after the other, and what is answered does what the same words on the command line do.

const review = expect.stringMatching(
  /^Write this policy to alias\/\w+ in 111122223333, eu-west-1\?/,
) as string;
const auditor = "arn:aws:iam::111122223333:role/Auditor";

/** KMS gives the principals of a list in an order of its own. */
const inOrder = (policy: string): string =>
  JSON.stringify(JSON.parse(policy), (_, value: unknown) =>
    Array.isArray(value) ? value.toSorted() : value,
  );

describe("what was answered is the command that the history keeps", () => {
  test.each<[args: string, answers: readonly Answer[], command: string]>([
    ["add-user", ["alias/app", ["role/Auditor"], "yes"], `add-user alias/app ${auditor}`],
    [
      "add-user alias/app",
      [["role/Auditor", "444455556666"], "yes"],
      `add-user alias/app ${auditor} 444455556666`,
    ],
    [
      "add-admin alias/app",
      [["user/alice"], "yes"],
      "add-admin alias/app arn:aws:iam::111122223333:user/alice",
    ],
    [
      "remove-user alias/app",
      [["role/App"], "yes"],
      "remove-user alias/app arn:aws:iam::111122223333:role/App",
    ],
    ["deny-deletion", ["alias/app", "yes"], "deny-deletion alias/app"],
    [
      "grant-account alias/app",
      ["444455556666", "both", "print", "yes"],
      "grant-account alias/app 444455556666",
    ],
    [
      "grant-account alias/app",
      ["4444-5555-6666", "use", "", "yes"],
      "grant-account alias/app 444455556666 --only use",
    ],
    [
      "grant-account alias/app --only use",
      ["444455556666", "print", "yes"],
      "grant-account alias/app --only use 444455556666",
    ],
    [
      "grant-account alias/app",
      ["444455556666", "grants", "print", "yes"],
      "grant-account alias/app 444455556666 --only grants",
    ],
    ["revoke-account alias/global", [["444455556666"], "yes"], "revoke-account alias/global 444455556666"],
    [
      "grant-service alias/app",
      ["sns", "", "yes"],
      "grant-service alias/app sns --source-account 111122223333",
    ],
    [
      "grant-service alias/app",
      ["sns", "account", " 4444-5555-6666 ", "yes"],
      "grant-service alias/app sns --source-account 444455556666",
    ],
    [
      "grant-service alias/app",
      ["sns", "arn", " arn:aws:sns:eu-west-1:111122223333:t ", "yes"],
      "grant-service alias/app sns --source-arn arn:aws:sns:eu-west-1:111122223333:t",
    ],
    ["grant-service alias/app", ["sns", "unscoped", "yes"], "grant-service alias/app sns --unscoped"],
    ["grant-service alias/app --unscoped", ["sns", "yes"], "grant-service alias/app --unscoped sns"],
    [
      "grant-service alias/app --source-account 444455556666",
      ["sns", "yes"],
      "grant-service alias/app --source-account 444455556666 sns",
    ],
    [
      "grant-service alias/app --source-arn arn:aws:sns:eu-west-1:111122223333:t",
      ["sns", "yes"],
      "grant-service alias/app --source-arn arn:aws:sns:eu-west-1:111122223333:t sns",
    ],
    ["add-group alias/app", ["finance", "expand", "yes"], "add-group alias/app finance --expand"],
    ["add-group alias/app --expand", ["group/finance", "yes"], "add-group alias/app --expand finance"],
    ["add-group alias/app finance", ["expand", "yes"], "add-group alias/app finance --expand"],
  ])("%s, %j", async (args, answers, command) => {
    const at = await atSandbox();
    const [, target = "alias/app"] = args.split(" ");
    const before = at.sandbox.policyOf(target);
    const run = await at.ask(args.split(" "), answers);
    expect([run.exit, run.left]).toEqual([0, []]);
    expect(run.questions.at(-1)).toEqual(review);
    expect((await at.commands(target)).map((words) => words.join(" "))).toEqual([command]);

    const other = await atSandbox();
    await other.ask([...command.split(" "), "--yes"], []);
    expect(inOrder(other.sandbox.policyOf(target))).toBe(inOrder(at.sandbox.policyOf(target)));
    expect(inOrder(at.sandbox.policyOf(target))).not.toBe(inOrder(before));
  });
});

describe("verbs that read", () => {
  test.each<[args: string, answers: readonly Answer[], command: string]>([
    ["show", ["alias/app"], "show alias/app"],
    ["can", ["alias/app", "role/App", "kms:Decrypt"], "can alias/app role/App kms:Decrypt"],
    [
      "can alias/app",
      ["service:sns.amazonaws.com", "kms:Decrypt"],
      "can alias/app service:sns.amazonaws.com kms:Decrypt",
    ],
    [
      "can alias/app",
      ["root-user:111122223333", "kms:Decrypt"],
      "can alias/app root-user:111122223333 kms:Decrypt",
    ],
    ["can alias/app role/App", ["kms:Sign"], "can alias/app role/App kms:Sign"],
    ["diff", ["alias/app", "alias/app"], "diff alias/app alias/app"],
    ["history", ["alias/app"], "history alias/app"],
  ])("%s, %j", async (args, answers, command) => {
    const at = await atSandbox();
    const asked = await at.ask(args.split(" "), answers);
    const typed = await at.ask(command.split(" "), []);
    expect([asked.exit, asked.stdout, asked.left]).toEqual([typed.exit, typed.stdout, []]);
    expect(asked.questions.length).toBe(answers.length);
  });
});

test.each<[args: string, answers: readonly Answer[], gains: string]>([
  ["diff", ["alias/app", "alias/global"], "+ account 444455556666 gains use of the key"],
  ["diff", ["alias/global", "alias/app"], "- account 444455556666 loses use of the key"],
  ["diff alias/app", ["alias/global"], "+ account 444455556666 gains use of the key"],
])("%s, %j: from the first to the second", async (args, answers, gains) => {
  const at = await atSandbox();
  const { stdout, questions } = await at.ask(args.split(" "), answers);
  expect(stdout).toContain(gains);
  expect(new Set(questions)).toEqual(new Set(["Which policy?"]));
});

describe("what a list offers", () => {
  const offered = async (args: string, ...answers: readonly Answer[]) => {
    const at = await atSandbox();
    const { asked } = await at.ask(args.split(" "), [...answers, Interrupted]);
    return asked.at(-1)?.offered;
  };

  test("the keys of the account, but those that AWS manages", async () => {
    const keys = await offered("show");
    expect(keys).toContain("alias/app");
    expect(keys).toContain("7890abcd-78ab-90cd-12ef-7890123456ab");
    expect(keys?.filter((name) => name.startsWith("alias/aws/"))).toEqual([]);
  });

  test("users and roles, and who is one already", async () => {
    const users = await offered("add-user alias/app");
    expect(users).toContain("role/App: key user already");
    expect(users).toContain("role/Admin");
    const admins = await offered("add-admin alias/app");
    expect(admins).toContain("role/Admin: administrator already");
    expect(admins).toContain("role/App");
    expect(await offered("can alias/app")).toContain("role/App");
  });

  test("where some are to leave, those who are in it", async () => {
    expect(await offered("remove-user alias/app")).toEqual(["role/App"]);
    expect(await offered("remove-admin alias/app")).toEqual(["role/Admin"]);
    expect(await offered("revoke-account alias/global")).toEqual(["444455556666"]);
    expect(await offered("revoke-account alias/app")).toEqual([]);
  });

  test("the services that the policy allows something", async () => {
    const at = await atSandbox();
    await at.ask(["grant-service", "alias/app", "sns", "--source-account", "111122223333", "--yes"], []);
    const { asked, exit } = await at.ask(["revoke-service", "alias/app"], [["sns"], "yes"]);
    expect([asked[0]?.question, asked[0]?.offered, exit]).toEqual([
      "Which services lose the key?",
      ["sns.amazonaws.com"],
      0,
    ]);
    expect(at.sandbox.policyOf("alias/app")).not.toContain("sns.amazonaws.com");
  });

  test("an account that is not in it is taken, too: the policy may have it otherwise", async () => {
    const at = await atSandbox();
    const { exit, stdout, asked } = await at.ask(["revoke-account", "alias/app"], [["7777-8888-9999"]]);
    expect([exit, asked[0]?.refused]).toEqual([0, []]);
    expect(stdout).toContain("nothing to change");
  });

  test("groups, services with what they are, and actions of keys", async () => {
    expect(await offered("add-group alias/app")).toEqual([
      "group/audit/auditors",
      "group/empty",
      "group/finance",
    ]);
    const services = await offered("grant-service alias/app");
    expect(services).toContain("logs");
    const actions = await offered("can alias/app role/App");
    expect(actions).toContain("kms:Decrypt");
    expect(actions?.every((action) => action.startsWith("kms:"))).toBe(true);
    expect(actions).not.toContain("kms:CreateKey");
  });

  test("nobody for a file: whoever is meant is typed", async () => {
    const at = await atSandbox();
    const path = await at.file("p.json", at.sandbox.policyOf("alias/app"));
    const { asked } = await at.ask(["add-user", path], [["role/Auditor"], "no"]);
    expect(asked[0]).toMatchObject({
      question: "Who becomes a key user? (an ARN, role/NAME, user/NAME or sso/NAME)",
      offered: [],
      refused: [],
    });
  });
});

describe("what is no answer", () => {
  const refused = async (args: string, ...answers: readonly Answer[]) => {
    const at = await atSandbox(["partner"]);
    const { asked } = await at.ask(args.split(" "), [...answers, Interrupted]);
    return asked.flatMap((one) => one.refused.map((why) => `${one.question} ${why}`));
  };

  test.each<[args: string, answers: readonly Answer[], why: string]>([
    ["show", ["-", "alias/app"], "Which key? -: is not in the list"],
    ["show", ["", "alias/app"], "Which key? : is not in the list"],
    ["add-user alias/app", [["*"]], "Who becomes a key user? *: is not in the list"],
    ["add-user alias/app", [["role/"]], "Who becomes a key user? role/: is not in the list"],
    [
      "add-user alias/app",
      [["service:sns.amazonaws.com"]],
      "Who becomes a key user? service:sns.amazonaws.com: is not in the list",
    ],
    [
      "can alias/app",
      ["x service:sns.amazonaws.com"],
      "Who? x service:sns.amazonaws.com: is not in the list",
    ],
    ["can alias/app", ["root-user:11112222333"], "Who? root-user:11112222333: is not in the list"],
    ["can alias/app role/App", ["s3:GetObject"], "Which action? s3:GetObject: is not in the list"],
    [
      "grant-account alias/app",
      ["44445555666"],
      "Which account (12 digits)? 44445555666: an account id has 12 digits",
    ],
    [
      "grant-account alias/app",
      ["111122223333"],
      "Which account (12 digits)? 111122223333: that is the key's own account: share with one of its users or roles by Add users",
    ],
    ["grant-account alias/app", ["444455556666", "both", "file", "  "], "File:   : a name is needed"],
    [
      "grant-account alias/app",
      ["444455556666", "both", "attach", "partner", "App"],
      "For whom there (role/NAME, user/NAME or group/NAME)? App: write it like role/App",
    ],
    [
      "grant-account alias/app",
      ["444455556666", "both", "attach", "partner", "xrole/App"],
      "For whom there (role/NAME, user/NAME or group/NAME)? xrole/App: write it like role/App",
    ],
    ["revoke-account alias/global", [["4444"]], "Which accounts lose access? 4444: is not in the list"],
    ["grant-service alias/app", ["SNS"], "Which service? SNS: is not in the list"],
    ["grant-service alias/app", ["sns!"], "Which service? sns!: is not in the list"],
    [
      "grant-service alias/app",
      ["sns", "account", "4444"],
      "Account id (12 digits)? 4444: an account id has 12 digits",
    ],
    [
      "grant-service alias/app",
      ["sns", "arn", "x arn:aws:sns:"],
      "ARN: x arn:aws:sns:: an ARN begins with arn:aws:SERVICE:",
    ],
    ["add-group alias/app", ["no group"], "Which group? no group: is not in the list"],
    ["put alias/app", [" "], "File with the new policy:  : a name is needed"],
    ["add-group alias/app finance", ["via-iam", "file", " "], "File:  : a name is needed"],
  ])("%s, %j: %s", async (args, answers, why) => {
    expect(await refused(args, ...answers)).toEqual([why]);
  });
});

describe("Esc goes back one question, and at the first one out", () => {
  test("to the operand before, which is asked anew", async () => {
    const at = await atSandbox();
    const answers = ["alias/app", SteppedBack, "alias/global", SteppedBack, SteppedBack];
    const { exit, questions, left } = await at.ask(["can"], answers);
    expect(questions).toEqual(["Which key?", "Who?", "Which key?", "Who?", "Which key?"]);
    expect([exit, left]).toEqual([130, []]);
  });

  test.each<[args: string, to: readonly Answer[], from: string, back: string]>([
    ["grant-account alias/app", ["444455556666"], "What for?", "Which account (12 digits)?"],
    [
      "grant-account alias/app",
      ["444455556666", "both"],
      "The other half, a policy in that account's IAM:",
      "Which account (12 digits)?",
    ],
    ["grant-service alias/app", ["sns"], "For whose resources?", "Which service?"],
    ["grant-service alias/app", ["sns", "arn"], "ARN:", "Which service?"],
    ["add-group alias/app", ["finance"], "How shall finance get access?", "Which group?"],
    ["add-group alias/app", ["finance", "via-iam"], "The IAM policy of the group:", "Which group?"],
    ["add-user alias/app", [["role/Auditor"]], "Write this policy", "Who becomes a key user?"],
  ])("%s, %j", async (args, to, from, back) => {
    const at = await atSandbox();
    const { exit, questions, left } = await at.ask(args.split(" "), [...to, SteppedBack, Interrupted]);
    expect(questions.at(-2)).toContain(from);
    expect([questions.at(-1), left, exit]).toEqual([back, [], 130]);
  });

  test("what was marked is marked again", async () => {
    const at = await atSandbox();
    const { asked } = await at.ask(["remove-user", "alias/app"], [["role/App"], SteppedBack, Interrupted]);
    expect(asked.map(({ preset }) => preset)).toEqual([
      undefined,
      "no",
      ["arn:aws:iam::111122223333:role/App"],
    ]);
    const users = await at.ask(
      ["add-user", "alias/app"],
      [["role/Auditor", "user/alice"], SteppedBack, Interrupted],
    );
    expect(users.asked.at(-1)?.preset).toEqual([auditor, "arn:aws:iam::111122223333:user/alice"]);
  });

  test("the list of groups is whole again", async () => {
    const at = await atSandbox();
    const { asked } = await at.ask(["add-group", "alias/app"], ["finance", SteppedBack, Interrupted]);
    expect(asked.at(-1)?.offered).toEqual(asked[0]?.offered);
    expect(asked[0]?.offered).toContain("group/finance");
  });

  test("Ctrl-C ends it wherever it is", async () => {
    const at = await atSandbox();
    const { exit, questions } = await at.ask(["can"], ["alias/app", Interrupted]);
    expect([exit, questions]).toEqual([130, ["Which key?", "Who?"]]);
  });
});

test("what nobody can be asked for is missing as without a terminal", async () => {
  const at = await atSandbox();
  const { exit, questions, stderr } = await at.ask(["what-can"], []);
  expect([exit, questions]).toEqual([2, []]);
  expect(stderr).toContain("the operand <who> is missing");
});

describe("the other half", () => {
  test("into a file", async () => {
    const at = await atSandbox();
    const path = `${at.folder}/half.json`;
    const answers = ["444455556666", "both", "file", ` ${path} `, "yes"];
    const { exit } = await at.ask(["grant-account", "alias/app"], answers);
    expect([exit, await at.files()]).toEqual([0, expect.arrayContaining(["half.json"])]);
  });

  test("in place, with one of the profiles that are there", async () => {
    const at = await atSandbox(["partner", "own"]);
    const answers = ["444455556666", "both", "attach", "partner", " role/Reader ", "no"];
    const { asked, stderr } = await at.ask(["grant-account", "alias/app"], answers);
    expect(asked.find(({ question }) => question === "With which profile?")?.offered).toEqual([
      "own",
      "partner",
    ]);
    expect(stderr).toContain("there is no AWS profile partner");
  });

  test.each(["--iam-policy", "--attach"])("%s says it already", async (flag) => {
    const at = await atSandbox(["partner"]);
    const value = flag === "--attach" ? "role/Reader" : `${at.folder}/half.json`;
    const { questions } = await at.ask(
      ["grant-account", "alias/app", flag, value],
      ["444455556666", "both", Interrupted],
    );
    expect(questions).not.toContain("The other half, a policy in that account's IAM:");
  });
});

describe("a group", () => {
  /** The key no longer hands over to IAM, so that the way through IAM has something to change. */
  const withoutIam = async () => {
    const at = await atSandbox();
    const policy = JSON.parse(at.sandbox.policyOf("alias/app")) as { Statement: { Sid?: string }[] };
    policy.Statement = policy.Statement.filter(({ Sid }) => Sid !== "Enable IAM User Permissions");
    const path = await at.file("without.json", JSON.stringify(policy).replaceAll("role/Admin", "user/admin"));
    expect((await at.ask(["put", "alias/app", path, "--yes"], [])).exit).toBe(0);
    return at;
  };

  test.each<[answers: readonly Answer[], words: string]>([
    [["finance", "via-iam", "", "yes", "yes"], "--via-iam --attach"],
    [["finance", "", "print", "yes"], "--via-iam"],
    [
      ["finance", "via-iam", "file", " FOLDER/group.json ", "yes"],
      "--via-iam --iam-policy FOLDER/group.json",
    ],
    [["finance", "expand", "yes"], "--expand"],
  ])("%j: the history keeps %s, whether the group was asked for or not", async (answers, words) => {
    for (const isAsked of [true, false]) {
      const at = await withoutIam();
      const given = answers.map((one) => String(one).replace("FOLDER", at.folder));
      const [args, rest] = isAsked ? [[], given] : [["finance"], given.slice(1)];
      const { exit, left } = await at.ask(["add-group", "alias/app", ...args], rest);
      expect([exit, left]).toEqual([0, []]);
      const [command] = await at.commands("alias/app");
      expect(command?.join(" ")).toBe(`add-group alias/app finance ${words.replace("FOLDER", at.folder)}`);
      expect((await at.files()).includes("group.json")).toBe(words.includes("group.json"));
    }
  });

  test.each(["newcomers", "group/newcomers"])("%s is typed, as the list may lack it", async (typed) => {
    const at = await atSandbox();
    const { stderr, left } = await at.ask(["add-group", "alias/app", "--expand"], [typed]);
    expect([stderr, left]).toEqual([expect.stringContaining("IAM knows no group/newcomers"), []]);
  });

  test("what becomes of its IAM policy: in place, unless it is said otherwise; printed, it is on standard output", async () => {
    const at = await atSandbox();
    const { asked, stdout } = await at.ask(
      ["add-group", "alias/app"],
      ["finance", "via-iam", "print", "yes"],
    );
    expect(asked.find(({ question }) => question === "The IAM policy of the group:")).toMatchObject({
      offered: ["attach", "print", "file"],
      preset: "attach",
    });
    expect(stdout).toContain('"Statement"');
  });
});

test("the review's answers: no leaves all as it is, save writes the text, and asks again", async () => {
  const at = await atSandbox();
  const before = at.sandbox.policyOf("alias/app");
  const path = `${at.folder}/new.json`;
  const answers = [["role/Auditor"], "diff", "save", "  ", path, "no"];
  const { exit, questions, asked } = await at.ask(["add-user", "alias/app"], answers);
  expect(questions.filter((question) => question.startsWith("Write this policy")).length).toBe(3);
  expect([exit, at.sandbox.policyOf("alias/app")]).toEqual([130, before]);
  expect(asked.find(({ question }) => question === "File:")?.refused).toEqual(["  : a name is needed"]);
  expect(await at.files()).toContain("new.json");
  expect(statementsOf(at.sandbox, "alias/app").length).toBeGreaterThan(0);
});
