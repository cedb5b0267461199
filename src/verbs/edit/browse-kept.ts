import { split } from "shlex";
import type { Context } from "../../cli/app.ts";
import { reportError } from "../../cli/report-error.ts";
import { Interrupted, SteppedBack } from "../../errors.ts";
import type { KeptText } from "../../kept-port.ts";
import { escapeText } from "../../render/escape.ts";
import type { Program } from "../verb.ts";
import { keptCells, keptCommand } from "./kept-words.ts";

/** What is kept as a list to go through: Enter shows a text, `e` goes on with it, `d` discards it. Throws Interrupted for Ctrl-C. */
export const browseKept = async (context: Context, program: Program): Promise<void> => {
  const { outside } = context;
  const prompter = await outside.prompter();
  const kept = await outside.kept();
  for (let at: string | undefined; ;) {
    const all = await kept.list();
    if (all.length === 0) {
      outside.terminal.note("nothing is kept any more\n");
      return;
    }
    const entries = all.map((text) => ({
      value: text,
      cells: keptCells(text),
      detail: [text.path, keptCommand(text)].map((line) => escapeText(line)),
    }));
    const answer = await prompter.browse({
      heading: "Kept on this machine",
      entries,
      keys: [
        { key: "show", press: "Enter", does: "shows it" },
        { key: "on", press: "e", does: "goes on with it" },
        { key: "discard", press: "d", does: "discards it" },
      ],
      at: all.find(({ id }) => id === at),
    });
    if (answer === undefined) return;
    at = answer.value.id;
    if (answer.key === "show") await prompter.page(await textOf(context, answer.value));
    else if (answer.key === "on") await goOn(context, program, answer.value);
    else if (await agreed(context, answer.value)) await answer.value.forget();
  }
};

const textOf = async ({ outside }: Context, { path }: KeptText): Promise<string> =>
  `\n${escapeText(await (await outside.files()).read(path))}\n\n`;

const agreed = async ({ outside }: Context, text: KeptText): Promise<boolean> => {
  const prompter = await outside.prompter();
  try {
    const answer = await prompter.choose(
      `Discard ${keptCells(text).slice(2).join(" of ")}? It does not come back.`,
      [
        { key: "no", label: "No, keep it", letter: "n" },
        { key: "yes", label: "Yes, discard it", letter: "y" },
      ],
      "no",
    );
    return answer === "yes";
  } catch (error) {
    if (error instanceof SteppedBack) return false;
    throw error;
  }
};

/** Runs the command that was noted; what goes wrong is said, and the list goes on. */
const goOn = async ({ outside }: Context, program: Program, text: KeptText): Promise<void> => {
  const words = text.command === undefined ? undefined : split(text.command).slice(1);
  if (words === undefined) {
    outside.terminal.note(`kmspol: of which key it is is not known; go on with: ${keptCommand(text)}\n`);
    return;
  }
  try {
    await program.run(await program.understand(words, outside), words, outside);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (!(error instanceof SteppedBack)) reportError(error, words, outside);
  }
};
