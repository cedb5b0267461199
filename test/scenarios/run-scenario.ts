import { cp, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { structuredPatch } from "diff";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { transcript } from "../verbs/transcript.ts";
import {
  filesLeft,
  kmspol as kmspolAsProcess,
  newPlace,
  openings,
  scriptedEditor,
  type Place,
} from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";

/**
 * Runs the folder of a scenario and writes down how it went, for comparison with its `expected.txt`: each command of
 * `commands.txt` with its output and exit code, what the editor showed above the policy, what became of the policy, and
 * the texts that are left on the machine. In a command `KEPT` stands for the newest text that was kept.
 */
export const runScenario = async (folder: string, sandbox: Sandbox): Promise<string> => {
  const place = await newPlace();
  await cp(join(folder, "files"), place.work, { recursive: true }).catch(() => undefined);
  const script = await readFile(join(folder, "editor.mjs"), "utf8").catch(() => "export default [(text) => text];");
  const editor = await scriptedEditor(place, script.slice(script.indexOf("export default") + 14).replace(/;\s*$/, ""));
  const before = sandbox.policyOf("alias/app");
  const run = needsProcess(script) ? kmspolAsProcess : kmspol;
  const lines = (await readFile(join(folder, "commands.txt"), "utf8")).trim().split("\n");
  const parts: string[] = [lines.filter((line) => line.startsWith("#")).join("\n") + "\n"];
  for (const line of lines.filter((one) => !one.startsWith("#")))
    parts.push(await runLine({ place, sandbox, run }, editor, line));
  parts.push(await editorWords(place), policyWords(before, sandbox.policyOf("alias/app")), await leftWords(place));
  return parts.filter((part) => part !== "").join("\n");
};

/** Kills kmspol from its editor. */
const needsProcess = (script: string): boolean => /\bkill\b/.test(script);

interface Stage {
  readonly place: Place;
  readonly sandbox: Sandbox;
  readonly run: typeof kmspolAsProcess;
}

/** `NAME=value kmspol verb operands`. */
const runLine = async ({ place, sandbox, run }: Stage, editor: string, line: string): Promise<string> => {
  const words = line.split(" ");
  const start = words.indexOf("kmspol");
  const set = Object.fromEntries(words.slice(0, start).map((word) => word.split("=") as [string, string]));
  const command = words.slice(start + 1).join(" ").replace("KEPT", await newestKept(place));
  const environment = { KMSPOL_EDITOR: editor, ...set };
  const text = await transcript(sandbox, {}, [{ run: command, with: { environment } }], { place, run });
  return text.replace(/^\$ /, `$ ${words.slice(0, start).map((word) => `${word} `).join("")}`);
};

/** Texts in the folder of kept texts and in the editor's; the history is none of them. */
const keptTexts = async (place: Place): Promise<readonly string[]> =>
  [...(await filesLeft(place)).keys()]
    .filter((path) => /^\/(state\/kept|tmp)\//.test(path.slice(place.machine.length)))
    .sort();

const newestKept = async (place: Place): Promise<string> => {
  const paths = await keptTexts(place);
  const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
  return paths[times.indexOf(Math.max(...times))] ?? "KEPT";
};

/** What each opening says above the policy's lines, beside the header that is always there. */
const editorWords = async (place: Place): Promise<string> => {
  const shown = await openings(place).catch(() => []);
  return shown.map((text, i) => `the editor, opening ${i + 1}${findingsIn(text)}`).join("");
};

const findingsIn = (text: string): string => {
  const lines = text.split("\n").slice(5);
  const isComment = (line: string | undefined) => /^\s*(\/\/|#)~/.test(line ?? "");
  const found = lines.filter((line, i) => isComment(line) || (i > 0 && isComment(lines[i - 1])));
  return found.length === 0 ? ": the policy\n" : `:\n${indented(found.join("\n"))}`;
};

const policyWords = (before: string, after: string): string => {
  if (samePolicy(before, after)) return "the policy of alias/app: as before\n";
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 0 });
  return `the policy of alias/app:\n${indented(hunks.flatMap((hunk) => hunk.lines).join("\n"))}`;
};

const leftWords = async (place: Place): Promise<string> => {
  const kept = await Promise.all(
    (await keptTexts(place)).map(async (path) => `${((await stat(path)).mode & 0o777).toString(8)} ${plain(path, place)}`),
  );
  return kept.length === 0 ? "no text is left over\n" : `left over:\n${indented(kept.join("\n"))}`;
};

const plain = (path: string, { root }: Place): string =>
  path
    .replace(root, "/machine")
    .replace(/kmspol-(kept-)?[\w-]{6}\//, "kmspol-$1XXXXXX/")
    .replace(/[0-9a-f]{8}-/, "XXXXXXXX-");

const indented = (text: string): string => text.split("\n").map((line) => `  ${line}`.trimEnd() + "\n").join("");
