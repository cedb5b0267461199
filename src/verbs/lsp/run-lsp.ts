import { isMainThread } from "node:worker_threads";
import { exitCodes } from "../../errors.ts";
import type { Answer } from "../../output/answer.ts";
import type { Context } from "../../cli/app.ts";
import type { LspFlags } from "./lsp-flags.ts";

/**
 * Serves an editor until it goes; the exit code is then 0 after a `shutdown`, and 1 without. One thread listens and knows nothing of
 * policies, the other one is this verb again, started by the first, and works.
 */
export const runLsp = async (context: Context, flags: LspFlags): Promise<Answer> => {
  if (isMainThread) {
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
