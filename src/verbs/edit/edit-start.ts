import { editResume } from "../../change/command-target.ts";
import type { EditStart } from "../../change/edit-session.ts";
import { unifiedDiff } from "../../change/unified-diff.ts";
import type { PolicySubject } from "../../change/types.ts";
import type { Editor, UnfinishedEdit } from "../../editor-port.ts";
import { escapeLine } from "../../render/escape.ts";
import { renderTextDiff } from "../../render/text-diff.ts";
import type { Context } from "../../cli/app.ts";
import type { ChangeFlags } from "../../cli/options.ts";

/** Lines of the editor's file that are ours. */
const ours = /^[ \t]*(?:\/\/|#)~.*(?:\r\n|\n|\r)?/gm;

/**
 * What the editor begins with, where it is not the policy as it stands: `--from FILE`, or an edit that nobody ended and that
 * the user goes on with. Without a terminal such an edit is named with the command that goes on with it.
 */
export const editStart = async (
  context: Context,
  subject: PolicySubject,
  editor: Editor,
  flags: EditFlags,
): Promise<EditStart | undefined> => {
  const unfinished = (await editor.unfinished?.(subject.historyKey)) ?? [];
  if (flags.from !== undefined) return fromFile(context, flags.from, unfinished);
  const [newest] = unfinished;
  if (newest === undefined) return undefined;
  const asks = context.outside.terminal.interactive && flags.yes !== true;
  if (asks) return askGoOn(context, subject, newest);
  context.outside.terminal.note(
    `kmspol: ${wordsOf(newest)} is in ${newest.path}; go on with: ${editResume(subject, newest.path)}\n`,
  );
  return undefined;
};

const fromFile = async (
  { outside }: Context,
  path: string,
  unfinished: readonly UnfinishedEdit[],
): Promise<EditStart> => {
  const text = await (await outside.files()).read(path);
  const edit = unfinished.find((one) => one.path === path);
  return { text: text.replace(ours, ""), base: edit?.base, taken: () => edit?.forget() ?? Promise.resolve() };
};

const wordsOf = ({ at }: UnfinishedEdit): string =>
  `an unfinished edit of ${escapeLine(at.slice(0, 16).replace("T", " "))} UTC`;

const askGoOn = async (
  context: Context,
  subject: PolicySubject,
  edit: UnfinishedEdit,
): Promise<EditStart | undefined> => {
  const prompter = await context.outside.prompter();
  const text = edit.text.replace(ours, "");
  for (;;) {
    const answer = await prompter.choose(
      `There is ${wordsOf(edit)} of ${subject.label}.`,
      [
        { key: "on", label: "Go on with it", letter: "g" },
        { key: "compare", label: "Compare it with the policy as it stands", letter: "c" },
        { key: "later", label: "Leave it, and begin with the policy as it stands", letter: "l" },
        { key: "discard", label: "Discard it", letter: "d" },
      ],
      "on",
    );
    if (answer === "on") return { text, base: edit.base, taken: () => edit.forget() };
    if (answer === "later") return undefined;
    if (answer === "discard") {
      await edit.forget();
      return undefined;
    }
    const diff = unifiedDiff((await subject.read()).text, text, { before: "policy", after: "your edit" });
    await prompter.page(diff === "" ? "no difference\n" : renderTextDiff(diff, context.noteStyle));
  }
};
/** The flags of `kmspol edit`. */
export interface EditFlags extends ChangeFlags {
  readonly editor?: string;
  readonly format?: "json" | "yaml";
  readonly from?: string;
}
