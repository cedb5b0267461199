import { requireConsent } from "../../change/requirements.ts";
import type { Context } from "../../cli/app.ts";
import { CancelledError, exitCodes, UsageError } from "../../errors.ts";
import type { KeptText } from "../../kept-port.ts";
import type { Answer } from "../../output/answer.ts";
import type { Program } from "../verb.ts";
import { keptCells, keptPage } from "./kept-words.ts";

/** The flags of `kmspol kept`. */
export interface KeptFlags {
  readonly discard?: readonly string[];
  readonly yes?: boolean;
}

/** Lists what is kept, or discards of it. Throws UsageError (`no-such-text`), CancelledError where all are to be discarded and nobody agrees. */
export const runKept = async (context: Context, flags: KeptFlags, program: Program): Promise<Answer> => {
  const all = await (await context.outside.kept()).list();
  if (flags.discard !== undefined) return discard(context, all, flags.discard, flags.yes ?? false);
  if (all.length > 0 && canBrowse(context)) {
    const { browseKept } = await import("./browse-kept.ts");
    await browseKept(context, program);
    return { exit: exitCodes.done };
  }
  return {
    exit: exitCodes.done,
    json: { kept: all.map(asContract) },
    view: () => (all.length === 0 ? "nothing is kept\n" : all.map(keptPage).join("")),
  };
};

const canBrowse = ({ outside, global }: Context): boolean =>
  global.json !== true &&
  outside.outputIsTerminal &&
  outside.terminal.interactive &&
  outside.environment["TERM"] !== "dumb";

const discard = async (
  context: Context,
  all: readonly KeptText[],
  ids: readonly string[],
  yes: boolean,
): Promise<Answer> => {
  const chosen = ids.includes("all") ? all : ids.map((id) => textWithId(all, id));
  if (ids.includes("all") && all.length > 0) await requireYes(context, all.length, yes);
  for (const text of chosen) await text.forget();
  return {
    exit: exitCodes.done,
    json: { discarded: chosen.map(asContract) },
    view: () =>
      chosen.length === 0
        ? "nothing is kept\n"
        : chosen.map((text) => `discarded ${keptCells(text).join("  ")}\n`).join(""),
  };
};

const textWithId = (all: readonly KeptText[], id: string): KeptText => {
  const found = all.filter((text) => text.id.startsWith(id.toLowerCase()));
  if (found.length === 1 && found[0]) return found[0];
  const what = found.length === 0 ? `no text ${id} is kept` : `${found.length} texts begin with ${id}`;
  throw new UsageError("no-such-text", what, { hint: "kmspol kept lists them with their ids" });
};

const requireYes = async ({ outside }: Context, count: number, yes: boolean): Promise<void> => {
  requireConsent({ yes, dryRun: false }, outside.terminal);
  if (yes) return;
  const prompter = await outside.prompter();
  const texts = count === 1 ? "the text that is kept" : `all ${count} texts that are kept`;
  const answer = await prompter.choose(
    `Discard ${texts}? They do not come back.`,
    [
      { key: "no", label: "No, keep them", letter: "n" },
      { key: "yes", label: "Yes, discard them", letter: "y" },
    ],
    "no",
  );
  if (answer === "no") throw new CancelledError("cancelled", "cancelled: nothing was discarded");
};

const asContract = ({ id, at, what, key, path, command }: KeptText) => ({
  ...{ id, at, what },
  ...(key !== undefined && { key }),
  file: path,
  ...(command !== undefined && { command }),
});
