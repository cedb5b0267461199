import { answerCache } from "../../src/adapters/answer-cache.ts";
import { openCollectFolder } from "../../src/adapters/collect-folder.ts";
import { dataFiles } from "../../src/adapters/data-files.ts";
import { trailFiles } from "../../src/adapters/trail-files.ts";
import { policyFiles } from "../../src/adapters/policy-file.ts";
import { systemClock } from "../../src/adapters/clock.ts";
import { createBulkRuns } from "../../src/adapters/bulk-runs.ts";
import { keptTexts } from "../../src/adapters/kept-notes.ts";
import { openEdits } from "../../src/adapters/open-edits.ts";
import { createHistory } from "../../src/adapters/history.ts";
import { openAwsAdapters } from "../../src/adapters/open-aws.ts";
import type { Outside } from "../../src/outside.ts";
import type { Clock } from "../../src/ports.ts";
import type { EditedText, Editor } from "../../src/editor-port.ts";
import { runProgram } from "../../src/program.ts";
import type { Prompter } from "../../src/questions.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

/** Where a run inside the test's process keeps its state, and what its editor makes of a text. */
export interface Within {
  readonly state: string;
  readonly sandbox?: Sandbox | undefined;
  /** Name of the sandbox's identity that runs the command; without it the administrator. */
  readonly as?: string;
  readonly edit?: (text: string) => string;
  /** Without it the machine's. */
  readonly clock?: Clock;
  /** Answers what is asked; without it nobody sits there. */
  readonly prompter?: Prompter;
  /** The names of the profiles in the AWS configuration. */
  readonly profiles?: readonly string[];
}

/** Runs a command line inside this process, with the real adapters: many of them in the time of one real run. */
export const within = async (
  { state, sandbox, as, edit = (text) => text, clock = systemClock, prompter, profiles = [] }: Within,
  args: readonly string[],
) => {
  const out: string[] = [];
  const err: string[] = [];
  const environment = {
    ...(as === undefined ? sandbox?.environment : sandbox?.environmentFor(as)),
    NO_COLOR: "1",
  };
  delete process.env["AWS_SESSION_TOKEN"];
  Object.assign(process.env, credentialsOf(environment));
  const note = (text: string) => void err.push(text);
  const outside: Outside = {
    terminal: {
      ...{ interactive: prompter !== undefined, columns: 80, rows: 24 },
      ...{ write: (text) => void out.push(text), note },
    },
    outputIsTerminal: false,
    errorIsTerminal: false,
    clock,
    environment,
    user: "tester",
    catchStops: () => undefined,
    prompter: () =>
      prompter ? Promise.resolve(prompter) : Promise.reject(new Error("nothing may be asked")),
    files: () => Promise.resolve(policyFiles),
    dataFiles: () => Promise.resolve(dataFiles),
    trailFiles: () => Promise.resolve(trailFiles),
    answers: () => Promise.resolve(answerCache(state, systemClock)),
    collectFolder: () => Promise.resolve(openCollectFolder),
    editor: () => Promise.resolve(editorOf(edit)),
    completions: () => Promise.reject(new Error("nothing is completed here")),
    history: () => Promise.resolve(createHistory({ folder: state, note })),
    runs: () => Promise.resolve(createBulkRuns(state)),
    kept: () =>
      Promise.resolve(
        keptTexts(
          state,
          openEdits(state, () => systemClock.now()),
        ),
      ),
    profiles: () => Promise.resolve(profiles),
    aws: (flags) =>
      Promise.resolve(
        openAwsAdapters({
          ...{ ...flags, environment, clock: systemClock },
          endpointUrl: sandbox?.url,
          region: flags.region ?? sandbox?.region,
          debug: undefined,
        }),
      ),
  };
  const exit = await runProgram(args, outside);
  return { exit, stdout: out.join(""), stderr: err.join("") };
};

/** The SDK reads them from the process; they are the same in every sandbox. */
const credentialsOf = (environment: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(([name]) => /^AWS_(ACCESS|SECRET|SESSION|EC2)/.test(name)),
  );

const editorOf = (edit: (text: string) => string): Editor => ({
  open: (text): Promise<EditedText> =>
    Promise.resolve({ text: edit(text), path: "/dev/null", ok: true, forget: () => Promise.resolve() }),
});
