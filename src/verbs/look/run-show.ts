import type { Answer } from "../../output/answer.ts";
import { exitCodes } from "../../errors.ts";
import { renderDefaultView } from "../../render/default-view.ts";
import { renderGrants } from "../../render/grants.ts";
import type { Context } from "../../cli/app.ts";
import type { ReadOptions } from "../../cli/options.ts";
import { openAws } from "../../cli/open-aws.ts";
import { type LastUse, lastUseSentence } from "../../render/last-use.ts";
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
  let lastUse: Promise<LastUse> | undefined;
  const viewed = await viewTarget(context, operand, options, ({ target }) => {
    lastUse = lastUseOf(context, target.arn);
    // Where the policy cannot be read nobody waits for it.
    lastUse.catch(() => undefined);
  });
  const { open, facts, view } = viewed;
  await sayGone(context, open, viewed.document.text, began);
  const grants = options.grants ? await grantsOf(context, open) : undefined;
  const use = asksUse(options)
    ? await (await import("../use/told-use.ts")).toldUse(context, open, options, undefined)
    : undefined;
  const used = await lastUse;
  return {
    exit: exitCodes.done,
    json: {
      target: open.target,
      ...view,
      ...(used && { lastUse: used }),
      ...(grants && { grants }),
      ...use?.json,
    },
    view: async () =>
      renderDefaultView(await keyPage(context, operand, viewed), pageLayout(context)) +
      (used ? `Last use: ${lastUseSentence(used, open.key?.created)}\n` : "") +
      (grants ? `\n${renderGrants(grants, facts, context.style)}` : "") +
      (use ? `\n${use.words({ ...pageLayout(context), full: false })}` : ""),
  };
};

const lastUseOf = async (context: Context, arn: string): Promise<LastUse> =>
  useOf((await openAws(context)).keys, arn);

/** The flags of `kmspol show`. */
export interface ShowOptions extends ReadOptions, UseOptions {
  readonly grants?: boolean;
}
