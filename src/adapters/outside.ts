import type { Outside } from "../outside.ts";
import type { Clock, Pager, Terminal } from "../ports.ts";
import type { Prompter } from "../questions.ts";
import { systemClock } from "./clock.ts";
import { processInterrupts } from "./interrupts.ts";
import { isTerminal, processTerminal } from "./terminal.ts";

/** What may be given in the place of the process's own. */
interface Given {
  readonly terminal?: Terminal;
  readonly clock?: Clock;
  /** Told of each request, until the returned function is called. */
  readonly asks?: ((service: string) => () => void) | undefined;
}

/**
 * The real outside: this process, its terminal, the disk, AWS. Each heavy part is loaded where it is first asked for.
 * `createPrompter` comes from outside this folder: only main.ts knows both. Others than the process's terminal and
 * the machine's clock can be given.
 */
export const processOutside = (
  createPrompter: (pager: Pager) => Promise<Prompter>,
  { terminal = processTerminal(), clock = systemClock, asks }: Given = {},
): Outside => {
  const interrupts = processInterrupts();
  const environment = process.env;
  const note = (text: string) => terminal.note(`kmspol: ${text}\n`);
  const pager: Pager = {
    show: async (text) => (await import("./pager.ts")).showInPager(text, { environment, interrupts, note }),
  };
  const prompter = () => {
    // The prompts library takes Node's own handling of Ctrl-C away with its last question: the terminal would stay as it is.
    interrupts.listen();
    return createPrompter(pager);
  };
  const ask = async (serial: string) => (await prompter()).secret(`MFA code of ${serial}:`);
  let asked: Promise<unknown> = Promise.resolve();
  // Several profiles may want a code at once: one question after the other.
  const mfaCode = (serial: string): Promise<string> => {
    const answer = asked.then(() => ask(serial));
    asked = answer.catch(() => undefined);
    return answer;
  };
  return {
    terminal,
    outputIsTerminal: isTerminal(1),
    errorIsTerminal: isTerminal(2),
    clock,
    environment,
    get user() {
      return userName(environment);
    },
    catchStops: () => interrupts.listen(),
    onStop: (words) => interrupts.onStop(words),
    prompter,
    files: async () => (await import("./policy-file.ts")).policyFiles,
    dataFiles: async () => (await import("./data-files.ts")).dataFiles,
    trailFiles: async () => (await import("./trail-files.ts")).trailFiles,
    answers: async () => {
      const { answerCache } = await import("./answer-cache.ts");
      const { stateFolder } = await import("./state-folder.ts");
      return answerCache(stateFolder(environment), clock);
    },
    collectFolder: async () => (await import("./collect-folder.ts")).openCollectFolder,
    editor: async (flag) => {
      const { processEditor } = await import("./editor.ts");
      const { gitEditor } = await import("./editor-command.ts");
      const { openEdits } = await import("./open-edits.ts");
      const { stateFolder } = await import("./state-folder.ts");
      const edits = openEdits(stateFolder(environment), () => clock.now());
      const say = terminal.interactive ? note : undefined;
      return processEditor(
        { flag, environment, platform: process.platform, gitEditor },
        { interrupts, edits, say },
      );
    },
    history: async () => {
      const { createHistory } = await import("./history.ts");
      const { stateFolder } = await import("./state-folder.ts");
      return createHistory({ folder: stateFolder(environment), note });
    },
    runs: async () => {
      const { createBulkRuns } = await import("./bulk-runs.ts");
      const { stateFolder } = await import("./state-folder.ts");
      return createBulkRuns(stateFolder(environment));
    },
    kept: async () => {
      const { keptTexts } = await import("./kept-notes.ts");
      const { openEdits } = await import("./open-edits.ts");
      const { stateFolder } = await import("./state-folder.ts");
      const folder = stateFolder(environment);
      return keptTexts(
        folder,
        openEdits(folder, () => clock.now()),
      );
    },
    completions: async () => {
      const { completionCache } = await import("./completion-cache.ts");
      const { stateFolder } = await import("./state-folder.ts");
      return completionCache(stateFolder(environment), [process.execPath, process.argv[1] ?? "kmspol"]);
    },
    profiles: async () => {
      const { readConfigFiles } = await import("./aws/config-files.ts");
      return [...(await readConfigFiles(environment)).profiles.keys()];
    },
    aws: async (flags) => {
      const { openAwsAdapters } = await import("./open-aws.ts");
      return openAwsAdapters({
        ...flags,
        ...(flags.role && { user: userName(environment) }),
        environment,
        clock,
        mfaCode: terminal.interactive ? mfaCode : undefined,
        note,
        debug: flags.debug ? note : undefined,
        asks,
      });
    },
  };
};

/** The user's name on this machine, which the system may not know (a container with a bare user id). */
const userName = (environment: Outside["environment"]): string => {
  try {
    return process.getBuiltinModule("node:os").userInfo().username;
  } catch {
    return environment["USER"] ?? "unknown";
  }
};
