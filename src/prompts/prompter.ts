import { input, password, select } from "@inquirer/prompts";
import { CancelledError } from "../errors.ts";
import type { Prompter } from "../ports.ts";
import { escapeLine } from "../render/escape.ts";

/** Where the questions appear; the answers come from `input`. */
export interface PromptStreams {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
}

/** Questions on the terminal, drawn on standard error. Ctrl-C and Esc throw CancelledError (`cancelled`). */
export const createPrompter = (streams: PromptStreams): Prompter => ({
  choose: (question, choices, preset) =>
    asking(streams, (context) =>
      select(
        {
          message: escapeLine(question),
          choices: choices.map(({ key, label }) => ({ value: key, name: escapeLine(label) })),
          default: preset,
          loop: false,
        },
        context,
      ),
    ),
  ask: (question, check) =>
    asking(streams, (context) =>
      input({ message: escapeLine(question), validate: (answer) => check?.(answer) ?? true }, context),
    ),
  secret: (question) => asking(streams, (context) => password({ message: escapeLine(question) }, context)),
});

/** Runs one question so that Esc ends it like Ctrl-C does. */
const asking = async <Answer>(
  { input: stream, output }: PromptStreams,
  ask: (context: {
    input: NodeJS.ReadStream;
    output: NodeJS.WritableStream;
    signal: AbortSignal;
  }) => Promise<Answer>,
): Promise<Answer> => {
  const stop = new AbortController();
  const onKey = (_: string | undefined, key: { readonly name?: string } | undefined) => {
    if (key?.name === "escape") stop.abort();
  };
  stream.on("keypress", onKey);
  try {
    return await ask({ input: stream, output, signal: stop.signal });
  } catch (error) {
    throw isCancelled(error) ? new CancelledError("cancelled", "cancelled: nothing was written") : error;
  } finally {
    stream.off("keypress", onKey);
  }
};

const isCancelled = (error: unknown): boolean =>
  error instanceof Error && ["ExitPromptError", "AbortPromptError", "CancelPromptError"].includes(error.name);
