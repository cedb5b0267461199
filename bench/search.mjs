// How long a searchable list takes from a key press to the redrawn screen: the real program on a pseudo-terminal,
// with 5,000 keys, and with the 2,000 roles of an account.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { spawn as spawnOnTerminal } from "@lydell/node-pty";

const patience = 60_000;

const plain = (text) => text.replace(/\u001b\[[0-9;?]*[A-Za-z]|\r/g, "");

/** A program on a terminal: `until(shown)` gives the milliseconds until what was written since the last key is so. */
const onTerminal = ([file, ...args], env) => {
  const terminal = spawnOnTerminal(file, args, { cols: 80, rows: 40, env, name: "xterm-256color" });
  let written = "";
  let look = () => undefined;
  terminal.onData((text) => {
    written += text;
    look();
  });
  const until = (shown) =>
    new Promise((resolve, reject) => {
      const started = performance.now();
      const giveUp = setTimeout(() => reject(new Error(`never on the screen: ${shown}`)), patience);
      look = () => {
        if (!shown.test(plain(written))) return;
        clearTimeout(giveUp);
        look = () => undefined;
        resolve(performance.now() - started);
      };
      look();
    });
  const press = (keys, shown) => {
    written = "";
    terminal.write(keys);
    return until(shown);
  };
  return { until, press, end: () => terminal.kill() };
};

const backspace = "\u007f";

/** Types and deletes each word letter by letter, and times how long it takes until the list is drawn anew. */
const typed = async (terminal, question, words) => {
  const drawn = (term) => new RegExp(`\\? ${question} *${term}\\s*\\n[^]*Esc goes back`);
  const times = [];
  for (const word of words) {
    for (let length = 1; length <= word.length; length++)
      times.push(await terminal.press(word[length - 1], drawn(word.slice(0, length))));
    for (let length = word.length - 1; length >= 0; length--)
      times.push(await terminal.press(backspace, drawn(word.slice(0, length))));
  }
  return times;
};

/** The times for the list of keys and for the list of roles. `sandbox` and `kmspol` are commands. */
export const searchTimes = async (sandbox, kmspol) => {
  const server = spawn(sandbox[0], sandbox.slice(1), { stdio: ["pipe", "pipe", "inherit"] });
  try {
    const [line] = await once(createInterface(server.stdout), "line");
    const env = { ...process.env, ...JSON.parse(line) };
    const measure = async (args, complete, question, words) => {
      const terminal = onTerminal([...kmspol, ...args], env);
      await terminal.until(complete);
      const times = await typed(terminal, question, words);
      terminal.end();
      return times;
    };
    return {
      keys: await measure(["show"], / 5,011 keys\n/, "Which key\\?", ["alias", "4999", "enabled"]),
      roles: await measure(
        ["add-user", "alias/app"],
        / 2,012 users and roles\n/,
        "Who becomes a key user\\?",
        ["role", "job1999", "ali"],
      ),
    };
  } finally {
    server.stdin.end();
  }
};
