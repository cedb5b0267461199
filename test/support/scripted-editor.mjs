// An editor that follows a script: node scripted-editor.mjs SCRIPT FILE. SCRIPT's default export is one function an
// opening (the last one goes on): text => the text to save, or { text, exit, signal, kill } (`kill`: what happens to
// kmspol, its parent). What each opening showed is left beside the script as opened-1, opened-2…
// `other(…words)` is what somebody else does meanwhile: kmspol with a state folder of its own.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [script, file] = [process.argv[2], process.argv.at(-1)];
const { default: openings } = await import(pathToFileURL(script).href);
const text = readFileSync(file, "utf8");

const trace = (number) => join(dirname(script), `opened-${number}`);
let number = 1;
while (existsSync(trace(number))) number += 1;
writeFileSync(trace(number), text);

const other = (...words) =>
  execFileSync(process.execPath, [process.env.OTHER_KMSPOL, ...words], {
    env: { ...process.env, KMSPOL_STATE_DIR: join(dirname(script), "other") },
    stdio: "pipe",
  });

const made = await openings[Math.min(number, openings.length) - 1](text, { file, other });
const {
  text: saved = text,
  exit = 0,
  bytes,
  remove,
  kill,
} = typeof made === "string" ? { text: made } : made;
if (remove) unlinkSync(file);
else writeFileSync(file, bytes ?? saved);
// Only then: the test goes on once kmspol is gone, and the text must be there.
if (kill) process.kill(process.ppid, kill);
process.exitCode = exit;
