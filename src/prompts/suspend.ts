import { pasteMarks } from "./pasted.ts";
import type { Canvas } from "./canvas.ts";

/** A key as Node reads it. */
export interface ReadKey {
  name?: string | undefined;
  readonly ctrl?: boolean;
}

/** Milliseconds after which a process that was told to stop and runs goes on: its shell has no job control. */
const unstopped = 100;

/**
 * Has Ctrl-Z stop the process while a question stands, as it does where the terminal reads lines, and `fg` show the question again, until
 * the returned function is called. The library's own way leaves the terminal raw behind. Nothing on Windows, which has no such signal.
 */
export const onSuspend = (
  { input, output }: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream },
  canvas: Canvas,
  marksPastes: () => boolean,
): (() => void) => {
  if (process.platform === "win32") return () => undefined;
  let isAway = false;
  const comeBack = () => {
    input.setRawMode(true);
    if (marksPastes()) output.write(pasteMarks.on);
    // Back already by the clock, or stopped by another than us: what stands is drawn where it is, not once more below.
    if (isAway) canvas.comeBack();
    else canvas.redraw();
    isAway = false;
  };
  const onKey = (_: string | undefined, key: ReadKey | undefined) => {
    if (key?.ctrl !== true || key.name !== "z") return;
    // Readline, which hears the key after us, would stop the process by itself.
    key.name = "suspend";
    isAway = true;
    canvas.leave();
    if (marksPastes()) output.write(pasteMarks.off);
    input.setRawMode(false);
    // All of the job: npx waits for what it runs.
    process.kill(0, "SIGTSTP");
    setTimeout(() => isAway && comeBack(), unstopped);
  };
  input.prependListener("keypress", onKey);
  process.on("SIGCONT", comeBack);
  return () => {
    input.off("keypress", onKey);
    process.off("SIGCONT", comeBack);
  };
};
