import type { Entry } from "../questions.ts";
import type { Context } from "../cli/app.ts";
import type { NamedBy, OperandQuestion } from "./operand-asker.ts";
import { askFromFeed } from "./ask-from-feed.ts";
import { keyFeed } from "../target/key-feed.ts";
import { parseTarget } from "../target/target-operand.ts";

/** Which key, out of the account's, or what was typed: an ARN, an alias, a file. */
export const askTarget = (
  { context }: OperandQuestion,
  { question = "Which key?" }: NamedBy<"target">,
): Promise<readonly string[]> => ask(context, question);

/** The same for one operand that a verb asks for by itself. */
export const askFor = async (context: Context, question: string): Promise<string | undefined> =>
  (await ask(context, question))[0];

const ask = (context: Context, question: string): Promise<readonly string[]> =>
  askFromFeed(context, keyFeed(context), { question, things: "keys", typed: typedTarget, several: false });

/** A typed text that names a target, as an entry of its own. */
export const typedTarget = (text: string): Entry<string> | undefined => {
  try {
    const { kind } = parseTarget(text);
    if (kind === "stdin") return undefined;
    return { value: text, cells: [text, kind === "file" ? "the policy file" : "as typed"] };
  } catch {
    return undefined;
  }
};
