import type { Entry } from "../questions.ts";
import type { OperandAsker } from "./ask-operands.ts";
import { askFromFeed } from "./ask-from-feed.ts";
import { keyFeed } from "./key-feed.ts";
import { parseTarget } from "./target-operand.ts";

const questions: Readonly<Record<string, string>> = { diff: "Which policy?" };

/** Which key, out of the account's, or what was typed: an ARN, an alias, a file. */
export const askTarget: OperandAsker = ({ context, verb }) =>
  askFromFeed(context, keyFeed(context), {
    question: questions[verb.name] ?? "Which key?",
    things: "keys",
    typed: typedTarget,
    several: false,
  });

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
