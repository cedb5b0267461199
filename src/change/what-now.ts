import { CancelledError, RefusedError, UsageError, type KmspolError } from "../errors.ts";
import type { Prompter } from "../questions.ts";
import type { Examination } from "./examination.ts";

const choices = [
  { key: "edit", label: "Edit again", letter: "e" },
  { key: "keep", label: "Save and quit: keep the text in a file", letter: "s" },
  { key: "discard", label: "Discard the text", letter: "d" },
] as const;

/** After a failed check, on a terminal: how to go on. */
export const askWhatNow = (prompter: Pick<Prompter, "choose">): Promise<"edit" | "keep" | "discard"> =>
  prompter.choose("What now?", choices, "edit");

/** The user kept the text in its file, or gave it up. */
export const leftUnwritten = (): KmspolError => new CancelledError("edit-cancelled", "nothing was written");

/** The editor said that it failed (`:cq` in vi): nothing may be written. */
export const editorFailed = (): KmspolError =>
  new CancelledError("editor-failed", "the editor ended with a non-zero status: nothing was written");

/** An editor that was not waited for: its window may be open, and the file that it shows must stay. */
export const editorDoesNotWait = (instead: string, path: string, resume: string): KmspolError =>
  new UsageError("editor-does-not-wait", "the editor came back at once, and its window may still be open", {
    hint: `have it wait: ${instead}\nthe file stays in ${path}; when you have saved it, go on with: ${resume}`,
  });

/** Nobody can be asked, and the editor brought back the same bad text. */
export const notMended = ({ refusals }: Examination): KmspolError =>
  new RefusedError(
    "edit-refused",
    `the text came back unchanged and cannot be written: ${refusals[0]?.message ?? ""}`,
    {
      hint: refusals[0]?.hint,
    },
  );
