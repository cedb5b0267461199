import { isMainThread } from "node:worker_threads";
import { exitCodes } from "../../errors.ts";
import type { Answer } from "../../output/answer.ts";
import type { Context } from "../../cli/app.ts";
import type { LspFlags } from "./lsp-flags.ts";

const typed =
  "kmspol lsp is for an editor, which starts it and speaks with it; docs/editors.md has the lines for each. Ctrl-C ends it";

/** Who types it would wait for words that never come. */
const tellTyped = async (terminal: Context["outside"]["terminal"]): Promise<void> => {
  const { noteLines } = await import("../../render/note-lines.ts");
  terminal.note(noteLines([typed], terminal));
};

/**
 * Serves an editor until it goes; the exit code is then 0 after a `shutdown`, and 1 without. One thread listens and knows nothing of
 * policies, the other one is this verb again, started by the first, and works.
 */
export const runLsp = async (context: Context, flags: LspFlags): Promise<Answer> => {
  if (isMainThread) {
    const { terminal } = context.outside;
    // It starts while the protocol is loaded.
    const { threadService } = await import("./thread-service.ts");
    const service = threadService();
    if (terminal.interactive) await tellTyped(terminal);
    const { serve } = await import("./serve.ts");
    serve(service, process.env["KMSPOL_VERSION"] ?? "");
  } else {
    const [{ languageService }, { workForParent }] = await Promise.all([
      import("./language-service.ts"),
      import("./work-for-parent.ts"),
    ]);
    workForParent(languageService(context, flags));
  }
  return { exit: exitCodes.done };
};
