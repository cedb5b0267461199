import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { sample } from "../support/long-form.ts";
import { onTerminal } from "./pty.ts";
import { keys, type TerminalOptions } from "./screen.ts";

/** The tutorial on a terminal, with a folder for temporary files that is its own. */
const tutorial = async (options: TerminalOptions = {}, args: readonly string[] = []) => {
  const place = await newPlace();
  const folder = join(place.root, "temporary");
  await mkdir(folder);
  const environment = { ...options.environment, TMPDIR: folder };
  return {
    place,
    folder,
    run: onTerminal(place, undefined, ["tutorial", ...args], { ...options, environment }),
  };
};

/** Neither a sandbox's folder nor a history, nor what was kept. */
const expectNothingLeft = async (folder: string, { state }: Pick<Place, "state">): Promise<void> => {
  expect(await readdir(folder)).toEqual([]);
  expect(await readdir(state).catch(() => [])).toEqual([]);
};

const prompt = "Your command:";
const yes = ["Write this policy", "y"] as const;

/** What is typed for each step where it is not the command that is shown, and what is answered then. */
const ways: readonly (readonly [typed: string, ...(readonly [seen: string, typed: string])[]])[] = [
  ["kmspol show alias/app"],
  ["add-user alias/app user/alice --yes"],
  ["", yes],
  ["kmspol check alias/orphaned", ["does not show it yet", "prune alias/orphaned\r"], yes],
  ["", ["leave the policies", "y"]],
];

const widths = [
  { columns: 40, args: ["--no-color"] },
  { columns: 80, args: [] },
  { columns: 200, args: [] },
];

test.each(sample(widths, 1))(
  "all five steps at $columns columns, each done when the sandbox shows it",
  async ({ columns, args }) => {
    const { run, folder, place } = await tutorial({ columns }, args);
    for (const [at, [typed, ...answers]] of ways.entries()) {
      await run.see(`Step ${at + 1} of 5`);
      await run.see(prompt);
      run.type(typed, keys.enter);
      for (const [seen, answer] of answers) {
        await run.see(seen);
        // What is typed before it is asked for is not taken.
        await run.see(answer === "y" ? ", Enter" : prompt);
        run.type(answer);
      }
      await run.see("Done.");
    }
    await run.see("That is all.");
    expect(await run.ended()).toEqual({ exit: 0, sane: true });
    await expectNothingLeft(folder, place);
  },
);

test("another key, a No, and a word that is no verb do not end a step", async () => {
  const { run, folder, place } = await tutorial();
  await run.see(prompt);
  run.type("show alias/reports\r");
  await run.see("The sandbox does not show it yet.");
  await run.see(prompt);
  run.type("shwo alias/app\r");
  await run.see("did you mean show?");
  await run.see("The sandbox does not show it yet.");
  await run.see(prompt);
  run.type("\r");
  await run.see("Step 2 of 5");
  await run.see(prompt);
  run.type("\r");
  await run.see("Write this policy");
  await run.see(", Enter");
  run.type("n");
  await run.see("That was cancelled.");
  await run.see(prompt);
  run.type("exit\r");
  await run.see("Nothing is left behind.");
  expect(await run.ended()).toEqual({ exit: 0, sane: true });
  await expectNothingLeft(folder, place);
});

test("Ctrl-C in a command stops that alone; at the prompt it leaves, and nothing is left behind", async () => {
  const { run, folder, place } = await tutorial();
  await run.see(prompt);
  run.type("add-user alias/reports user/alice\r");
  await run.see("Write this policy");
  run.type(keys.ctrlC);
  await run.see("That was cancelled.");
  await run.see(prompt);
  run.type(keys.ctrlC);
  expect(await run.ended()).toEqual({ exit: 130, sane: true });
  await expectNothingLeft(folder, place);
});
