import { emitKeypressEvents, type Interface } from "node:readline";
import { Interrupted, SteppedBack } from "../errors.ts";
import type { Pager } from "../ports.ts";
import { canvasOn, type Looks } from "./canvas.ts";
import { onSuspend } from "./suspend.ts";
import { takeTypedAhead } from "./typed-ahead.ts";

/** Where the questions appear; the answers come from `input`. */
export interface PromptStreams extends Looks {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly pager: Pager;
  /** Does the work of a question: nothing else is drawn meanwhile. */
  readonly yields: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Has the terminal not show what is typed until the next question. */
  readonly hideTyping?: () => void;
}

/** What the prompts library needs of the outside for one question. */
export interface AskContext {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
  /** The terminal itself, for what it has to be told: the library ends `output` with the question. */
  readonly terminal: NodeJS.WritableStream;
  readonly signal: AbortSignal;
  clearPromptOnDone: boolean;
  /** The terminal puts marks around what is pasted. */
  marksPastes: boolean;
}

/** Milliseconds after which a lone Esc is no beginning of an arrow key: slow lines need some, people notice many. */
const escapeCodeTimeout = 80;

/** What a question does beside asking. */
interface Manner {
  /** It leaves the screen once it is answered. */
  readonly vanishes?: boolean;
  /** What of a text that was typed before it was on the screen it begins with; otherwise nothing. */
  readonly keeps?: (typed: string) => string;
}

/**
 * Runs one question: Esc throws SteppedBack, Ctrl-C and a terminal that hangs up Interrupted. An abandoned question
 * vanishes from the screen; so does any with `vanishes` once it is answered.
 */
export const asking = async <Answer>(
  streams: PromptStreams,
  ask: (context: AskContext) => Promise<Answer>,
  { vanishes = false, keeps = () => "" }: Manner = {},
): Promise<Answer> =>
  streams.yields(async () => {
    await takeTypedAhead(streams.input, keeps);
    return asked(streams, ask, vanishes);
  });

const asked = async <Answer>(
  streams: PromptStreams,
  ask: (context: AskContext) => Promise<Answer>,
  vanishes: boolean,
): Promise<Answer> => {
  const { input, output } = streams;
  // The first call on a stream decides how long Esc waits; the library's own would be half a second.
  emitKeypressEvents(input, { escapeCodeTimeout } as unknown as Interface);
  const stop = new AbortController();
  const canvas = canvasOn(output, streams);
  const context: AskContext = {
    input,
    output: canvas.stream,
    terminal: output,
    signal: stop.signal,
    clearPromptOnDone: vanishes,
    marksPastes: false,
  };
  const onKey = (
    _: string | undefined,
    key: { readonly name?: string; readonly ctrl?: boolean } | undefined,
  ) => {
    if (key?.name === "escape" || (key?.ctrl === true && key.name === "c")) context.clearPromptOnDone = true;
    if (key?.name === "escape") stop.abort();
  };
  input.on("keypress", onKey);
  output.on("resize", canvas.redraw);
  const noSuspend = onSuspend(streams, canvas, () => context.marksPastes);
  try {
    return await ask(context);
  } catch (error) {
    throw asOurs(error, stop.signal.aborted);
  } finally {
    noSuspend();
    output.off("resize", canvas.redraw);
    input.off("keypress", onKey);
    streams.hideTyping?.();
  }
};

const asOurs = (error: unknown, steppedBack: boolean): unknown => {
  const isCancelled =
    error instanceof Error &&
    ["ExitPromptError", "AbortPromptError", "CancelPromptError"].includes(error.name);
  if (!isCancelled) return error;
  const words = "cancelled: nothing was written";
  return steppedBack ? new SteppedBack("cancelled", words) : new Interrupted("cancelled", words);
};
