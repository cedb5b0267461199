import { split } from "shlex";
import type { Context } from "../../cli/app.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import type { Answer } from "../../output/answer.ts";
import { wrapWords } from "../../render/columns.ts";
import { type Step, steps } from "./steps.ts";
import { inTrialPlace, type TrialPlace } from "./trial-place.ts";
import { noteColumns } from "../../cli/widths.ts";

/**
 * `kmspol tutorial`: tells each step, runs what the user types, and goes on when the sandbox says that it is done. Throws UsageError
 * (`needs-terminal`), SteppedBack for Esc, Interrupted for Ctrl-C; nothing is left behind.
 */
export const runTutorial = async (context: Context): Promise<Answer> => {
  requireTerminal(context);
  const isWhole = await inTrialPlace(async (place) => {
    say(context, welcome);
    for (const [at, step] of steps.entries()) if (!(await takeStep(context, place, step, at))) return false;
    return true;
  });
  say(context, isWhole ? farewell : "Until another time. Nothing is left behind.");
  return { exit: exitCodes.done };
};

const welcome =
  "This is a sandbox: no AWS, and nothing here is real. Type each command, or what comes to the same; Enter alone takes the one that is shown. Esc or exit leaves.";

const farewell =
  "That is all. On your own keys: kmspol opens a menu, kmspol help lists the verbs. The sandbox is gone, and nothing is left behind.";

const requireTerminal = ({ outside, global }: Context): void => {
  if (outside.terminal.interactive && outside.outputIsTerminal && global.json !== true) return;
  const isAsked = global.json === true ? "it is no result for --json" : "there is none here";
  throw new UsageError("needs-terminal", `the tutorial is for somebody at a terminal: ${isAsked}`, {
    hint: "run kmspol tutorial in a terminal; scripts use kmspol sandbox -- COMMAND",
  });
};

/** One step, until it is done; false where the user leaves. */
const takeStep = async (context: Context, place: TrialPlace, step: Step, at: number): Promise<boolean> => {
  const { noteStyle: style } = context;
  const from = place.sandbox.state.trail.length;
  const prompter = await context.outside.prompter();
  const command = step.command.join(" ");
  context.outside.terminal.note(`\n${style.strong(`Step ${at + 1} of ${steps.length}: ${step.title}`)}\n`);
  say(context, step.tells);
  context.outside.terminal.note(`\n    ${style.place(`kmspol ${command}`)}\n\n`);
  while (!step.isDone(place.sandbox, from)) {
    const typed = await prompter.ask("Your command:", isCommand);
    const words = wordsOf(typed, step);
    if (words[0] === "exit" || words[0] === "quit") return false;
    const status = await place.run(words);
    if (!step.isDone(place.sandbox, from)) say(context, `${notYet(status)} What does it: kmspol ${command}`);
  }
  context.outside.terminal.note(`${style.good("Done.")}\n`);
  say(context, step.learnt);
  return true;
};

const notYet = (status: number): string =>
  status === exitCodes.cancelled ? "That was cancelled." : "The sandbox does not show it yet.";

/** What is wrong with a line, or undefined: the line is split into words as a shell would, and no shell sees it. */
const isCommand = (line: string): string | undefined => {
  try {
    return split(line)[0] === "kmspol" && split(line)[1] === "tutorial"
      ? "you are in the tutorial already"
      : undefined;
  } catch {
    return "a quote is open";
  }
};

const wordsOf = (line: string, { command }: Step): readonly string[] => {
  const words = split(line);
  const own = words[0] === "kmspol" ? words.slice(1) : words;
  return words.length === 0 ? command : own;
};

const say = ({ outside }: Context, text: string): void =>
  outside.terminal.note(`${wrapWords(text, noteColumns(outside))}\n`);
