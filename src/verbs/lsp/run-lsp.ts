import { isMainThread } from "node:worker_threads";
import { exitCodes } from "../../errors.ts";
import type { Answer } from "../../output/answer.ts";
import type { Context } from "../../cli/app.ts";
import { noteLines } from "../../render/note-lines.ts";
import type { LspFlags } from "./lsp-flags.ts";

const typed =
  "kmspol lsp is for an editor, which starts it and speaks with it; docs/editors.md has the lines for each. Ctrl-C ends it";

/**
 * Serves an editor until it goes; the exit code is then 0 after a `shutdown`, and 1 without. One thread listens and knows nothing of
 * policies, the other one is this verb again, started by the first, and works.
 */
export const runLsp = async (context: Context, flags: LspFlags): Promise<Answer> => {
  if (isMainThread) {
    const { terminal } = context.outside;
    // Who types it would wait for words that never come.
    if (terminal.interactive) terminal.note(noteLines([typed], terminal));
    const { threadService } = await import("./thread-service.ts");
    const service = threadService();
    const { serve } = await import("./serve.ts");
    serve(service, process.env["KMSPOL_VERSION"] ?? "");
  } else {
    const [{ languageService }, { workForParent }] = await Promise.all([
      import("./language-service.ts"),
      import("./work-thread.ts"),
    ]);
    workForParent(languageService(context, flags));
  }
  return { exit: exitCodes.done };
};
