import type { Answer } from "../../output/answer.ts";
import { exitCodes } from "../../errors.ts";
import { renderDefaultView } from "../../render/default-view.ts";
import { renderGrants } from "../../render/grants.ts";
import type { Context } from "../../cli/app.ts";
import type { ReadOptions } from "../../cli/options.ts";
import { openAws } from "../../cli/open-aws.ts";
import { type LastUse, lastUseSentence } from "../../render/last-use.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { asksUse, type UseOptions } from "../use/use-flags.ts";
import { useOf } from "./use-of.ts";
import { grantsOf } from "../../target/grants-of.ts";
import { keyPage, pageLayout } from "../../target/key-page.ts";
import { sayGone } from "../../target/say-gone.ts";
import { viewTarget } from "../../target/view-target.ts";

/** Shows a policy in the console's words. */
export const runShow = async (
  context: Context,
  [operand]: readonly [string],
  options: ShowOptions,
): Promise<Answer> => {
  const began = context.outside.clock.now();
  const viewed = await viewTarget(context, operand, options);
  const { open, facts, view } = viewed;
  await sayGone(context, open, viewed.document.text, began);
  const grants = options.grants ? await grantsOf(context, open) : undefined;
  const use = asksUse(options)
    ? await (await import("../use/told-use.ts")).toldUse(context, open, options, undefined)
    : undefined;
  const lastUse = await lastUseOf(context, open);
  return {
    exit: exitCodes.done,
    json: {
      target: open.target,
      ...view,
      ...(lastUse && { lastUse }),
      ...(grants && { grants }),
      ...use?.json,
    },
    view: async () =>
      renderDefaultView(await keyPage(context, operand, viewed), pageLayout(context)) +
      (lastUse ? `Last use: ${lastUseSentence(lastUse, open.key?.created)}\n` : "") +
      (grants ? `\n${renderGrants(grants, facts, context.style)}` : "") +
      (use ? `\n${use.words({ ...pageLayout(context), full: false })}` : ""),
  };
};
/** What KMS tells of the use of a key that is there now; undefined for a file, and for a policy of the past. */
const lastUseOf = async (context: Context, { key, target }: OpenTarget): Promise<LastUse | undefined> => {
  if (!key || target.kind === "file") return undefined;
  const { keys } = await openAws(context);
  return useOf(keys, target.arn);
};

/** The flags of `kmspol show`. */
export interface ShowOptions extends ReadOptions, UseOptions {
  readonly grants?: boolean;
}
