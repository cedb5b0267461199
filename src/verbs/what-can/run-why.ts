import type { Answer } from "../../output/answer.ts";
import { exitCodes, KmspolError } from "../../errors.ts";
import { nextOn, type TypedTarget } from "../../shell/typed-command.ts";
import { readDenial } from "../../other-half/why-denial.ts";
import { decideWhy, stateWords } from "../../other-half/why-decide.ts";
import { why } from "../../other-half/why.ts";
import { type Why } from "../../other-half/why-messages.ts";
import { escapeLine } from "../../render/escape.ts";
import { wrapWords } from "../../render/columns.ts";
import type { Context } from "../../cli/app.ts";
import { openTarget } from "../../target/open-target.ts";
import { whereFlags } from "../../target/typed-target.ts";
import { resultColumns } from "../../cli/widths.ts";

/** Explains a message by itself, and by the key's policy where that may be read. */
export const runWhy = async (context: Context, operand: string): Promise<Answer> => {
  const { outside } = context;
  if (operand === "" && outside.terminal.interactive)
    outside.terminal.note("Paste the message, then press Ctrl-D on a line of its own.\n");
  const message = operand === "" ? await (await outside.files()).readStdin() : operand;
  const found = await refined(context, why(message), message);
  const answer = { ...found, commands: found.commands.map((command) => nextOn(asAsked(context), command)) };
  return {
    exit: exitCodes.done,
    json: answer,
    view: () => inWords(answer, resultColumns(outside), context),
  };
};

/** A command leads to the account that the user asked about: a message names the key, and not the profile. */
const asAsked = ({ global }: Context): TypedTarget => ({ operand: "KEY", flags: whereFlags(global) });

const refined = async (context: Context, found: Why, message: string): Promise<Why> => {
  const denial = readDenial(message);
  const { principal, service, action, resource, isAlias } = denial ?? {};
  if (!denial || resource === undefined || isAlias) return found;
  if ((principal ?? service) === undefined || action === undefined) return found;
  try {
    const open = await openTarget(context, resource);
    const key = { document: await open.document(), facts: open.facts };
    const answer = decideWhy(found, denial, key);
    return { ...answer, explanation: answer.explanation + stateWords(open.facts) };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    context.outside.terminal.note(
      `kmspol: the key's policy could not be asked, so this is by the message alone: ${escapeLine(error.message)}\n`,
    );
    return found;
  }
};

/** The same with its commands as they are typed: the contract of `--json`. */
type Told = Omit<Why, "commands"> & { readonly commands: readonly string[] };

const halves: Readonly<Record<Why["half"], string>> = {
  "key-policy": "missing in the key policy",
  iam: "missing in IAM",
  "explicit-deny": "denied explicitly",
  condition: "a condition is not met",
  other: "missing elsewhere",
};

const inWords = ({ half, explanation, commands }: Told, columns: number, { style }: Context): string => {
  const lines = [
    style.strong(halves[half]),
    wrapWords(`  ${escapeLine(explanation)}`, columns, "  "),
    ...commands.map((command) => `  $ ${escapeLine(command)}`),
  ];
  return lines.map((line) => `${line}\n`).join("");
};
