import type { Context } from "./app.ts";

/** The same context, whose results go to `write` instead of standard output; notes and errors stay. */
export const writingTo = (context: Context, write: (text: string) => void): Context => {
  const { outside } = context;
  return { ...context, outside: { ...outside, terminal: { ...outside.terminal, write } } };
};

/** A context that prints no result: the exit code is the answer. */
export const quietly = (context: Context): Context => writingTo(context, () => undefined);
