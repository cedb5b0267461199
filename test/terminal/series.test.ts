import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { sample } from "../support/long-form.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { shownWidth } from "../../src/render/width.ts";
import { keys, onTerminal, type TerminalRun } from "./pty.ts";

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

const allLooks = [
  { columns: 40, environment: {} },
  { columns: 80, environment: {} },
  { columns: 200, environment: {} },
  { columns: 80, environment: { NO_COLOR: "1" } },
];
/** What does not fit does not fit the narrowest first. */
const looks = sample(allLooks, 2, ({ environment }) => Object.keys(environment));

const spinner = /^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /;

test.each(screens)("$name fits, stands whole, and says what is waited for", async (screen) => {
  const sandbox = await sandboxForTest({ latency: 800 });
  const seenIn = async ({ columns, environment }: (typeof looks)[number]) => {
    const run = onTerminal(await newPlace(), sandbox, screen.args, { columns, environment });
    await walked(run, screen.steps ?? []);
    return {
      columns,
      hasColour: /\u001b\[\d\dm/.test(run.raw()),
      coloured: environment,
      lines: linesOf(run),
    };
  };
  for (const { columns, hasColour, coloured, lines } of await Promise.all(looks.map(seenIn))) {
    expect(hasColour).toBe(!("NO_COLOR" in coloured));
    expect(lines.filter((line) => shownWidth(line) > columns && !isOneValue.test(line))).toEqual([]);
    const text = lines.join("\n");
    for (const value of screen.whole) expect(text).toContain(value);
    for (const words of screen.waits)
      expect(lines.filter((line) => spinner.test(line)).join("\n")).toMatch(words);
  }
});

/** A command to copy, or a single word, stays whole where it is longer than the terminal is wide. */
const isOneValue = /^ *(?:[-+] )?(?:kmspol .*|\S+)$/;

const walked = async (run: TerminalRun, steps: NonNullable<MainScreen["steps"]>) => {
  for (const [seen, typed] of steps) {
    await run.see(seen);
    run.type(typed);
  }
  await run.ended();
};

const linesOf = (run: TerminalRun): readonly string[] =>
  run.drawn().filter((line) => !line.includes("(the terminal is "));
