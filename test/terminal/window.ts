import { writers } from "../../src/adapters/terminal.ts";
import { type Ends, outsideBetween } from "../../src/main.ts";
import type { Outside } from "../../src/outside.ts";
import { runProgram } from "../../src/program.ts";
import { inPlace } from "../support/in-place.ts";
import { long } from "../support/long-form.ts";
import { onTerminal as onPty } from "./pty.ts";
import { hidesCursor, screenOf } from "./screen.ts";
import { Drawn, Typed } from "./streams.ts";

/**
 * Runs the program as `onTerminal` of pty.ts does, but inside this process, with streams that are a terminal to it: for tests of what is
 * shown and asked. What the system does with a terminal is not there: Ctrl-C and Ctrl-Z are keys of a question and nothing else, no
 * other program can draw. One run at a time.
 */
const inWindow: typeof onPty = (place, sandbox, args, options) => {
  const { columns = 80, rows = 60, environment = {} } = options ?? {};
  const typed = new Typed();
  const drawn = new Drawn({ columns, rows }, (text) => show(text));
  const { screen, show } = screenOf({
    write: (text) => void typed.push(text),
    resize: (...size) => drawn.resize(...size),
    // A question that nobody answered is left.
    kill: () => void typed.push("\u0003"),
  });
  const here = { place, sandbox, environment: { TERM: "xterm-256color", ...environment } };
  const run = inPlace(
    here,
    () => typed,
    () => between(args, typed, drawn),
  );
  run.catch(() => undefined);
  return {
    ...screen,
    ended: async () => {
      const exit = await run;
      if (hidesCursor(screen.raw())) return { exit, sane: "the cursor is hidden" };
      return { exit, sane: !typed.isRaw || "the terminal is raw" };
    },
  };
};

/** In the long form each of them is a process on a pseudo-terminal, as it is for a user. */
export const onTerminal: typeof onPty = long ? onPty : inWindow;

const between = async (args: readonly string[], typed: Typed, drawn: Drawn): Promise<number> => {
  const ends: Ends = {
    terminal: {
      ...{ interactive: true, columns: drawn.columns, rows: drawn.rows },
      ...writers(
        true,
        () => drawn.columns,
        (_, text) => void drawn.write(text),
      ),
    },
    input: () => typed as unknown as NodeJS.ReadStream,
    output: () => drawn as unknown as NodeJS.WriteStream,
  };
  const outside: Outside = {
    ...(await outsideBetween(args, ends)),
    outputIsTerminal: true,
    errorIsTerminal: true,
    catchStops: () => undefined,
  };
  return runProgram(args, outside);
};
