import { readFileSync } from "node:fs";

let isOff = false;

/**
 * From here on the terminal does not show what is typed: nothing is asked, and the keys would stand in what is drawn. They stay where they
 * are, for the next question or for the shell; Ctrl-C and Ctrl-Z do what they always do. At its end the process shows it again. Nothing
 * happens where there is no terminal, no `stty`, or another job has the terminal.
 */
export const hideTyping = (): void => {
  if (isOff || process.platform === "win32" || !isTerminal() || !isForeground()) return;
  isOff = true;
  stty("-echo");
  process.on("SIGTSTP", onSuspend);
  process.on("exit", onExit);
};

/** The terminal shows again what is typed: another program has it now. */
export const showTyping = (): void => {
  if (!isOff) return;
  isOff = false;
  stty("echo");
  process.off("SIGTSTP", onSuspend);
  process.off("exit", onExit);
};

// Node would put the terminal back as well, but only after it has stopped to catch signals: Ctrl-C in between ends it before.
const onExit = (): void => {
  if (isForeground()) showTyping();
};

/** The shell gets the terminal as it was; what is drawn next hides the typing anew. */
const onSuspend = (): void => {
  showTyping();
  process.kill(process.pid, "SIGTSTP");
};

const isTerminal = (): boolean => process.getBuiltinModule("node:tty").isatty(0);

const stty = (word: string): void => {
  // What is not there, or fails, leaves the keys to be seen.
  process
    .getBuiltinModule("node:child_process")
    .spawnSync("stty", [word], { stdio: [0, "ignore", "ignore"], timeout: 1000, killSignal: "SIGKILL" });
};

/** A job in the background that sets the terminal would be stopped (termios(3), SIGTTOU). */
const isForeground = (): boolean => {
  const [group, ofTerminal] = process.platform === "linux" ? fromProc() : fromPs();
  return group !== undefined && group === ofTerminal;
};

type Groups = readonly (string | undefined)[];

/** Fields 5 and 8 of proc(5), behind the name, which may hold blanks. */
const fromProc = (): Groups => {
  try {
    const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? [];
    return [fields[2], fields[5]];
  } catch {
    return [];
  }
};

const fromPs = (): Groups => {
  const { stdout } = process
    .getBuiltinModule("node:child_process")
    .spawnSync("ps", ["-o", "pgid=,tpgid=", "-p", String(process.pid)], { encoding: "utf8", timeout: 1000 });
  return stdout.trim().split(/\s+/);
};
