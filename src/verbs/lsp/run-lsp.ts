import { exitCodes } from "../../errors.ts";
import type { Answer } from "../../output/answer.ts";
import type { Context } from "../../cli/app.ts";
import { languageService } from "./language-service.ts";
import type { LspFlags } from "./lsp-flags.ts";
import { serve } from "./serve.ts";

/** Serves an editor until it goes; the exit code is then 0 after a `shutdown`, and 1 without. */
export const runLsp = (context: Context, flags: LspFlags): Promise<Answer> => {
  serve(languageService(context, flags), process.env["KMSPOL_VERSION"] ?? "");
  return Promise.resolve({ exit: exitCodes.done });
};
