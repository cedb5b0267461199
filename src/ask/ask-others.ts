import { keyPolicyActions } from "../policy/kms-actions.ts";
import { askFromFeed } from "./ask-from-feed.ts";
import type { OperandQuestion } from "./operand-asker.ts";
import { feedOf, growingFeed } from "../target/growing-feed.ts";
import { openAws } from "../cli/open-aws.ts";

/** Which action of KMS. */
export const askAction = ({ context, several }: OperandQuestion): Promise<readonly string[]> => {
  const actions = keyPolicyActions.map((name) => (name.startsWith("kms:") ? name : `kms:${name}`));
  const feed = feedOf(actions.map((action) => ({ value: action, cells: [action] })));
  return askFromFeed(context, feed, { question: "Which action?", things: "actions", several });
};

/** Which group of IAM. */
export const askGroup = async ({ context, several }: OperandQuestion): Promise<readonly string[]> => {
  const { directory } = await openAws(context);
  const feed = growingFeed<string>(async (add, stopped) => {
    for await (const { name, path } of directory.list("group")) {
      if (stopped()) return;
      add({ value: name, cells: [`group${path}${name}`] });
    }
  });
  const typed = (text: string) =>
    /^(?:group\/)?[\w+=,.@-]+$/.test(text) ? { value: text, cells: [text, "as typed"] } : undefined;
  return askFromFeed(context, feed, { question: "Which group?", things: "groups", typed, several });
};

/** Which file holds the new policy. */
export const askFile = async ({ context }: OperandQuestion): Promise<readonly string[]> => {
  const prompter = await context.outside.prompter();
  const problem = (answer: string) => (answer.trim() === "" ? "a name is needed" : undefined);
  return [(await prompter.ask("File with the new policy:", problem)).trim()];
};
