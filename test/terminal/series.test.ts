import { expect, test } from "vitest";
import { createHistory } from "../../src/adapters/history.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { newPlace, type Place } from "../support/binary.ts";
import { long, sample, times } from "../support/long-form.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { shownWidth } from "../../src/render/width.ts";
import { onTerminal as onPty } from "./pty.ts";
import { keys, type TerminalRun } from "./screen.ts";
import { onTerminal } from "./window.ts";

// The main screens on every width, with colours and without, while AWS is slow: nothing is wider than the terminal, what is to be read
// off it stands whole, and it is said what is waited for. The runs of a screen wait side by side.

interface MainScreen {
  readonly name: string;
  readonly args: readonly string[];
  /** What is typed at which sight, until the last sight. */
  readonly steps?: readonly (readonly [seen: string, typed: string])[];
  /** What is waited for, as the living line says it. */
  readonly waits: readonly RegExp[];
  /** Values that stand on one line, whole. */
  readonly whole: readonly string[];
  /** Nothing of it is coloured. */
  readonly isPlain?: boolean;
}

const key = "1234abcd-12ab-34cd-56ef-1234567890ab";
const leave = keys.ctrlC;
const screens: readonly MainScreen[] = [
  {
    name: "show",
    args: ["show", "alias/global"],
    waits: [/reading alias\/global/],
    whole: ["mrk-1234abcd12ab34cd56ef1234567890ab", "account 444455556666", "kmspol check alias/global"],
  },
  {
    name: "who-can",
    args: ["who-can", "alias/global"],
    waits: [/reading alias\/global/],
    whole: ["the root user of this account", "account 444455556666", "role/App"],
  },
  {
    name: "list",
    args: ["list"],
    waits: [/reading keys/],
    whole: ["7890abcd-78ab-90cd-12ef-7890123456ab", "PendingDeletion", "alias/orphaned"],
  },
  {
    name: "the review",
    args: ["add-user", "alias/app", "user/alice"],
    steps: [["Save the new text", leave]],
    waits: [/reading alias\/app/, /asking IAM|reading the policy/],
    whole: [
      "arn:aws:iam::111122223333:user/alice",
      '"Allow use of the key"',
      "+ user/alice gains use of the key",
    ],
  },
  {
    name: "the menu",
    args: [],
    steps: [
      ["11 keys", "alias/app\r"],
      ["choices", leave],
    ],
    waits: [/asking KMS/, /reading alias\/app/],
    whole: [key, "user/admin", "the root user of this account", "kmspol check alias/app"],
  },
  {
    name: "the line of each",
    args: ["each", "--alias", "alias/a*", "--alias", "alias/g*", "--yes", "--", "add-user", "user/alice"],
    waits: [/reading keys/, /\[\d\/2] keys planned/, /\[\d\/2] \d done/],
    whole: ["alias/app in 111122223333, eu-west-1", "each --undo"],
  },
];

/** The screens that are soon over: inside this process all at once, so that their waits are one. */
const shortScreens: readonly MainScreen[] = [
  {
    name: "wait",
    args: ["wait", "alias/app", "role/App", "kms:Decrypt"],
    waits: [/reading alias\/app/],
    whole: ["role/App, kms:Decrypt", "by statement 3"],
  },
  {
    name: "wait, and not yet",
    args: ["wait", "alias/app", "user/alice", "kms:Decrypt", "--timeout", "0"],
    waits: [/reading alias\/app/],
    whole: ["user/alice, kms:Decrypt", "not allowed after 0 s"],
  },
  {
    name: "the history",
    args: ["history", "alias/app"],
    steps: [["q leaves", "q"]],
    waits: [/reading alias\/app/],
    whole: ["@{0}", "+ user/alice: use of the key", "kmspol add-user alias/app user/alice"],
  },
  {
    name: "a suggestion",
    args: ["show", "alias/ap"],
    waits: [/reading alias\/ap/],
    whole: ["alias/ap", "did you mean alias/app?"],
  },
  {
    name: "what is kept",
    args: ["kept"],
    steps: [["q leaves", "q"]],
    waits: [],
    // The text's path is longer than a line.
    whole: ["Kept on this machine", "kmspol put alias/app"],
  },
  {
    name: "the sandbox",
    args: ["sandbox"],
    steps: [["export KMSPOL_STATE_DIR=", leave]],
    waits: [],
    whole: ["alias/paused", "PendingDeletion", "AWSReservedSSO_PowerUser_0123456789abcdef"],
    isPlain: true,
  },
];

const allLooks = [40, 80, 200].flatMap((columns) =>
  [{}, { NO_COLOR: "1" }].map((environment) => ({ columns, environment })),
);
/** What does not fit does not fit the narrowest first. */
const looks = sample(allLooks, 2, ({ environment }) => Object.keys(environment));

/** Milliseconds: longer than what is quick enough to be said nothing of, and much so where each run is a process: a busy machine sees late that time has passed. */
const latency = times(400, 1600);
const slow = () => sandboxForTest({ latency });

const spinner = /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /;

const fitsAndStands = async (
  screen: MainScreen,
  open: () => Promise<Sandbox>,
  prepare: (place: Place) => Promise<void>,
) => {
  const seenIn = async ({ columns, environment }: (typeof looks)[number]) => {
    const [place, sandbox] = [await newPlace(), await open()];
    await prepare(place);
    // The sandbox ends by a signal alone, and has a state folder of its own, unless one is chosen.
    const run =
      screen.name === "the sandbox"
        ? onPty(place, undefined, screen.args, {
            columns,
            environment: { ...environment, KMSPOL_STATE_DIR: "" },
          })
        : onTerminal(place, sandbox, screen.args, { columns, environment });
    await walked(run, screen.steps ?? []);
    return {
      columns,
      hasColour: /\u001b\[\d\dm/.test(run.raw()),
      coloured: environment,
      lines: linesOf(run),
    };
  };
  for (const { columns, hasColour, coloured, lines } of await Promise.all(looks.map(seenIn))) {
    expect(hasColour, screen.name).toBe(!("NO_COLOR" in coloured) && screen.isPlain !== true);
    expect(lines.filter((line) => shownWidth(line) > columns && !isOneValue.test(line))).toEqual([]);
    const text = lines.join("\n");
    for (const value of screen.whole) expect(text).toContain(value);
    for (const words of screen.waits)
      expect(lines.filter((line) => spinner.test(line)).join("\n")).toMatch(words);
  }
};

test.each(screens)("$name fits, stands whole, and says what is waited for", async (screen) => {
  await fitsAndStands(screen, slow, () => Promise.resolve());
});

test("so do what waits, is told, suggested and kept, and the sandbox itself", async () => {
  const before = (await slow()).policyOf("alias/app");
  const prepare = async ({ state }: Place) => {
    const history = createHistory({ folder: state, note: () => undefined });
    const made = { at: "2026-01-01T00:00:00.000Z", by: "arn:aws:iam::111122223333:user/admin" };
    await history.record(keyArn, {
      ...{ ...made, outcome: "verified", before, after: withAlice(before) },
      command: ["add-user", "alias/app", "user/alice"],
    });
    await history.keep(before, "kept-policy.json", {
      ...{ key: keyArn, label: "alias/app in 111122223333, eu-west-1" },
      resume: (path) => `kmspol put alias/app ${path}`,
    });
  };
  // As processes, all at once are three dozen: so late that the sandbox answers before they have time to say what they wait for.
  if (long) for (const screen of shortScreens) await fitsAndStands(screen, slow, prepare);
  else await Promise.all(shortScreens.map((screen) => fitsAndStands(screen, slow, prepare)));
});

const keyArn = `arn:aws:kms:eu-west-1:111122223333:key/${key}`;
const withAlice = (policy: string): string =>
  policy.replaceAll(
    /"AWS" : "(arn:aws:iam::111122223333:)role\/App"/g,
    '"AWS" : [ "$1role/App", "$1user/alice" ]',
  );

/** A command to copy, or a single word, stays whole where it is longer than the terminal is wide. */
const isOneValue = /^ *(?:[-+] )?(?:kmspol .*|export .*|\S+)$/;

const walked = async (run: TerminalRun, steps: NonNullable<MainScreen["steps"]>) => {
  for (const [seen, typed] of steps) {
    await run.see(seen);
    run.type(typed);
  }
  await run.ended();
};

const linesOf = (run: TerminalRun): readonly string[] =>
  run.drawn().filter((line) => !line.includes("(the terminal is "));
