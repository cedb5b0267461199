import { describe, expect, test } from "vitest";
import { confirmBypass } from "../../src/ask/confirm-bypass.ts";
import { createReviewer, type ReviewerOptions } from "../../src/ask/review.ts";
import { judges } from "../../src/change/judges.ts";
import type { ChangeOptions, PolicySubject, Proposal, Refusal } from "../../src/change/types.ts";
import type { Context } from "../../src/cli/app.ts";
import { Interrupted, SteppedBack } from "../../src/errors.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { plainStyle } from "../../src/render/style.ts";
import { key, keyChanged, policy, use, yes } from "../change/fakes.ts";

// What is asked before a change is written, and what each answer leads to: the drawing is tested in test/terminal.

const documentIn = (text: string) => {
  const found = documentOf(parsePolicyText(text, "json"));
  if (!found) throw new Error("no policy");
  return found;
};

const before = documentIn(policy(use("One", "A")));
const after = documentIn(policy(use("One", "A", "Mine")));
const opened = documentIn(policy({ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" }));

const public1: Refusal = { code: "public-access", message: "anyone may decrypt", acceptable: true };
const grants: Refusal = { code: "grant-unrestricted", message: "grants", acceptable: true };
const broken: Refusal = { code: "lockout", message: "nobody is left", acceptable: false };

const proposal = (
  more: Partial<Proposal> = {},
  to = after,
  subject: PolicySubject = keyChanged,
): Proposal => ({
  snapshot: { subject, document: before },
  after: to,
  findings: [],
  access: judges.compare(readPolicy(before), readPolicy(to), key.facts),
  text: "+ a line",
  notes: [],
  refusals: [],
  ...more,
});

/** What is answered to a question: the key of a choice, what is typed, or a key that leaves it. */
type Answer = string | typeof SteppedBack | typeof Interrupted;

/** A terminal on which these answers are given, one after the other; what is asked and shown is written down. */
const terminal = (answers: readonly Answer[], { interactive = true, paged = false } = {}) => {
  const left = [...answers];
  const asked: string[] = [];
  const shown: string[] = [];
  const saved = new Map<string, string>();
  const next = (): string => {
    const answer = left.shift();
    if (answer === SteppedBack) throw new SteppedBack("cancelled", "left");
    if (answer === Interrupted) throw new Interrupted("cancelled", "left");
    if (typeof answer !== "string") throw new Error("asked once too often");
    return answer;
  };
  const prompter = {
    choose: async (_question: string, choices: readonly { key: string }[], preset: string) => {
      await Promise.resolve();
      asked.push(choices.map((one) => (one.key === preset ? `[${one.key}]` : one.key)).join(" "));
      return next();
    },
    ask: async (question: string, check?: (answer: string) => string | undefined, usual?: string) => {
      await Promise.resolve();
      for (;;) {
        const typed = next() || (usual ?? "");
        const wrong = check?.(typed);
        asked.push(`${question.replace(/.*Type /, "Type ")}${wrong === undefined ? "" : ` ${wrong}`}`);
        if (wrong === undefined) return typed;
      }
    },
    page: async (text: string) => {
      await Promise.resolve();
      shown.push(text);
      return paged;
    },
  };
  const files = {
    create: (path: string, text: string) => {
      saved.set(path, text);
      return Promise.resolve();
    },
  };
  const outside = {
    terminal: { interactive, rows: 40, columns: 80, note: (text: string) => void shown.push(text) },
    errorIsTerminal: interactive,
    environment: { HOME: "/home/ana" },
    prompter: () => Promise.resolve(prompter),
    files: () => Promise.resolve(files),
  };
  const context = { outside, global: {}, noteStyle: plainStyle, saidNotes: new Set() } as unknown as Context;
  return { context, asked, shown, saved };
};

const usual: ReviewerOptions = { full: false, repeatable: false, asks: true, accepts: true, bypasses: false };

/** How a proposal ends with these answers, and what was asked. */
const decided = async (of: Proposal, answers: readonly Answer[], options: Partial<ReviewerOptions> = {}) => {
  const { context, asked } = terminal(answers);
  const end = await createReviewer(context, { ...usual, ...options }).decide(of);
  return [end, asked];
};

test.each<[string, Proposal, Partial<ReviewerOptions>, string]>([
  ["one change", proposal(), {}, "[no] yes diff save"],
  ["what an editor made", proposal(), { repeatable: true }, "[no] yes edit diff save"],
  ["an exposure: a yes accepts it", proposal({ refusals: [public1, grants] }), {}, "[no] yes diff save"],
  ["what is refused for good", proposal({ refusals: [broken] }), {}, "[no] diff save"],
  [
    "an exposure, and what is refused for good",
    proposal({ refusals: [public1, broken] }),
    {},
    "[no] diff save",
  ],
  ["the same from an editor", proposal({ refusals: [broken] }), { repeatable: true }, "[no] edit diff save"],
])("what is offered for %s; No is what Enter takes", async (_, of, options, choices) => {
  expect(await decided(of, ["no"], options)).toEqual(["cancel", [choices]]);
});

test.each([
  ["yes", "apply"],
  ["no", "cancel"],
  ["edit", "edit-again"],
])("%s ends it as %s", async (answer, end) => {
  expect((await decided(proposal(), [answer], { repeatable: true }))[0]).toBe(end);
});

const alias = "Type alias/app to write it:";
const wrong = `${alias} that is not alias/app; Esc goes back`;
const file: PolicySubject = { ...keyChanged, target: { kind: "file", path: "p.json" }, label: "p.json" };

describe("a change that opens the key to anyone takes its name", () => {
  const open = proposal({ refusals: [public1] });
  const question = "[no] yes diff save";
  test.each<[string, Proposal, readonly Answer[], string, readonly string[]]>([
    ["its alias", open, ["yes", "alias/app"], "apply", [question, alias]],
    ["its id", open, ["yes", key.target.id], "apply", [question, alias]],
    ["with spaces around it", open, ["yes", " alias/app "], "apply", [question, alias]],
    ["another name, then its own", open, ["yes", "alias/ap", "alias/app"], "apply", [question, wrong, alias]],
    ["nothing, then its own", open, ["yes", "", "alias/app"], "apply", [question, wrong, alias]],
    ["Esc goes back to the question", open, ["yes", SteppedBack, "no"], "cancel", [question, question]],
    [
      "nobody is told of it, and everybody gains",
      proposal({}, opened),
      ["yes", "alias/app"],
      "apply",
      [question, alias],
    ],
    [
      "of a file its path",
      proposal({ refusals: [public1] }, after, file),
      ["yes", "p.json"],
      "apply",
      [question, "Type p.json to write it:"],
    ],
  ])("%s", async (_, of, answers, end, asked) => {
    expect(await decided(of, answers)).toEqual([end, asked]);
  });
  test("what only may create grants does not", async () => {
    expect(await decided(proposal({ refusals: [grants] }), ["yes"])).toEqual(["apply", [question]]);
  });
  test("Ctrl-C there writes nothing", async () => {
    await expect(decided(open, ["yes", Interrupted])).rejects.toBeInstanceOf(Interrupted);
  });
});

const id = `Type the key id ${keyChanged.target.id}:`;

test("without the lockout check the key's id is typed, and where the key opens as well its name", async () => {
  const answers = ["yes", keyChanged.target.id];
  expect(await decided(proposal(), answers, { bypasses: true })).toEqual([
    "apply",
    ["[no] yes diff save", id],
  ]);
  const both = [...answers, "alias/app"];
  const open = proposal({ refusals: [public1] });
  expect(await decided(open, both, { bypasses: true })).toEqual(["apply", ["[no] yes diff save", id, alias]]);
  // The alias alone is not the id.
  const wrongId = `${id} that is not the key id`;
  expect(await decided(proposal(), ["yes", "alias/app", SteppedBack, "no"], { bypasses: true })).toEqual([
    "cancel",
    ["[no] yes diff save", wrongId, "[no] yes diff save"],
  ]);
});

test.each<[string, boolean, Partial<ChangeOptions>, boolean]>([
  ["with --yes", true, {}, true],
  ["with --yes and nobody there", false, {}, false],
  ["without --yes: it is asked for after the review", true, { yes: false }, false],
  ["for a dry run", true, { dryRun: true }, false],
  ["with the check on", true, { bypassLockoutCheck: false }, false],
])(
  "before a change without the lockout check, %s the id is asked for or not",
  async (_, interactive, more, asks) => {
    const { context, asked } = terminal([keyChanged.target.id], { interactive });
    await confirmBypass(context, keyChanged, { ...yes, bypassLockoutCheck: true, ...more });
    expect(asked).toEqual(asks ? [id] : []);
  },
);

test("a file has no lockout check, and no id", async () => {
  const { context, asked } = terminal([]);
  await confirmBypass(context, file, { ...yes, bypassLockoutCheck: true });
  expect(asked).toEqual([]);
});

test("what was paged is no longer in sight: the access is said again, right above the question", async () => {
  for (const paged of [true, false]) {
    const { context, shown } = terminal(["diff", "no"], { paged });
    await createReviewer(context, usual).decide(proposal());
    // The review, and the full diff; each with the access after it where it was paged.
    expect(shown).toHaveLength(paged ? 4 : 2);
    expect(shown.at(-1)).toContain("role/Mine");
  }
});

test.each([
  ["Enter", "", "alias-app-eu-west-1-new.json"],
  ["a name of one's own", "mine.json", "mine.json"],
  ["a place in the home folder", "~/mine.json", "/home/ana/mine.json"],
])("the new text is saved under the name of %s, and the question comes again", async (_, typed, path) => {
  const { context, asked, saved } = terminal(["save", typed, "no"]);
  expect(await createReviewer(context, usual).decide(proposal())).toBe("cancel");
  expect(asked).toHaveLength(3);
  expect([...saved.values()]).toEqual([after.text]);
  expect([...saved.keys()][0]).toContain(path.replace("alias-", ""));
});

test.each<[string, Proposal, Partial<ReviewerOptions>, number]>([
  ["before a question it is shown with it", proposal(), {}, 0],
  ["what flags answer", proposal(), { asks: false }, 1],
  ["what is refused for good is shown, as nobody is asked", proposal({ refusals: [broken] }), {}, 1],
  [
    "but where it can be edited again, it is a question",
    proposal({ refusals: [broken] }),
    { repeatable: true },
    0,
  ],
  ["an exposure is a question", proposal({ refusals: [public1] }), {}, 0],
])("%s", (_, of, options, times) => {
  const { context, shown } = terminal([]);
  createReviewer(context, { ...usual, ...options }).show(of);
  expect(shown).toHaveLength(times);
});

test("a program that wants JSON is shown nothing; a person on a terminal is", () => {
  for (const interactive of [true, false]) {
    const { context, shown } = terminal([], { interactive });
    const json: Context = { ...context, global: { ...context.global, json: true } };
    createReviewer(json, { ...usual, asks: false }).show(proposal());
    expect(shown).toHaveLength(interactive ? 1 : 0);
  }
});

// The refusal that ends the command is said by the error, and so not in the review right above it.
test.each<
  [what: string, refusals: readonly Refusal[], options: Partial<ReviewerOptions>, told: readonly string[]]
>([
  ["nobody may accept it", [public1, grants], { asks: false, accepts: false }, ["grants"]],
  ["somebody accepted all", [public1, grants], { asks: false }, ["anyone may decrypt", "grants"]],
  ["one is for good", [public1, broken], { asks: false }, ["anyone may decrypt"]],
  ["asked, and one is for good", [broken, public1], {}, ["anyone may decrypt"]],
])("what a review tells of refusals where %s", (_, refusals, options, told) => {
  const { context, shown } = terminal([]);
  createReviewer(context, { ...usual, ...options }).show(proposal({ refusals }));
  const text = shown.join("");
  const all = [public1, grants, broken].map(({ message }) => message);
  expect(all.filter((message) => new RegExp(`^  ${message}$`, "m").test(text))).toEqual(told);
});

test("what a question follows is not shown before it, but page by page", () => {
  const { context, shown } = terminal([]);
  createReviewer(context, { ...usual, repeatable: true }).show(proposal({ refusals: [broken] }));
  createReviewer(context, usual).show(proposal({ refusals: [public1] }));
  expect(shown).toEqual([]);
});
