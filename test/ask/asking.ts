import { mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { answering, type Answer } from "../support/answers.ts";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

/** One who sits at the sandbox, answers what is asked, and looks at what came of it. */
export const atSandbox = async (profiles: readonly string[] = []) => {
  const sandbox = await sandboxForTest();
  const folder = await mkdtemp(join(tmpdir(), "kmspol-asking-"));
  const state = join(folder, "state");
  const ask = async (
    args: readonly string[],
    answers: readonly Answer[],
    edit?: (text: string) => string,
  ) => {
    const { prompter, asked, left } = answering(answers);
    const run = await within({ state, sandbox, prompter, profiles, ...(edit && { edit }) }, args);
    return { ...run, asked, left, questions: asked.map(({ question }) => question) };
  };
  return {
    sandbox,
    ask,
    /** A file in a folder of its own. */
    file: async (name: string, text: string) => {
      const path = join(folder, name);
      await writeFile(path, text);
      return path;
    },
    files: () => readdir(folder),
    folder,
    /** The command lines of the changes to a key, the newest first, as the history keeps them. */
    commands: async (target: string) => {
      const { stdout } = await within({ state, sandbox }, ["history", target, "--json"]);
      const { changes } = JSON.parse(stdout) as { changes: readonly { command: readonly string[] }[] };
      return changes.map(({ command }) => command);
    },
  };
};

/** The statements of a key's policy as it is. */
export const statementsOf = (sandbox: Sandbox, target: string) =>
  (JSON.parse(sandbox.policyOf(target)) as { Statement: readonly Readonly<Record<string, unknown>>[] })
    .Statement;
