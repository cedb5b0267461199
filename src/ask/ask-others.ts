import { keyPolicyActions } from "../policy/kms-actions.ts";
import { askFromFeed, unlessSteppedBack } from "./ask-from-feed.ts";
import { askGroupWay } from "./ask-group-way.ts";
import type { Asked, OperandQuestion } from "./operand-asker.ts";
import { feedOf, type GrowingFeed, growingFeed } from "../target/growing-feed.ts";
import type { IdentityDirectory } from "../ports.ts";
import type { Entry } from "../questions.ts";
import { openAws } from "../cli/open-aws.ts";

/** Which action of KMS. */
export const askAction = ({ context, several }: OperandQuestion): Promise<readonly string[]> => {
  const actions = keyPolicyActions.map((name) => (name.startsWith("kms:") ? name : `kms:${name}`));
  const feed = feedOf(actions.map((action) => ({ value: action, cells: [action] })));
  return askFromFeed(context, feed, { question: "Which action?", things: "actions", several });
};

/** Which group of IAM, and in which of the two ways its users get access where no flag says so. */
export const askGroup = async ({ context, several, verb }: OperandQuestion): Promise<Asked> => {
  const { directory } = await openAws(context);
  for (;;) {
    const words = { question: "Which group?", things: "groups", typed: typedGroup, several };
    const operands = await askFromFeed(context, groupFeed(directory), words);
    if (wayFlags.some((flag) => verb.flags[flag] !== undefined)) return { operands };
    const prompter = await context.outside.prompter();
    const flags = await unlessSteppedBack(() => askGroupWay(prompter, operands));
    if (flags) return { operands, flags };
  }
};

/** Flags that go with one of the ways, or say which it is. */
const wayFlags = ["expand", "viaIam", "attach", "iamPolicy", "alsoRegion"];

const groupFeed = (directory: IdentityDirectory): GrowingFeed<string> =>
  growingFeed(async (add, stopped) => {
    for await (const { name, path } of directory.list("group")) {
      if (stopped()) return;
      add({ value: name, cells: [`group${path}${name}`] });
    }
  });

const typedGroup = (text: string): Entry<string> | undefined =>
  /^(?:group\/)?[\w+=,.@-]+$/.test(text) ? { value: text, cells: [text, "as typed"] } : undefined;

/** Which file holds the new policy. */
export const askFile = async ({ context }: OperandQuestion): Promise<readonly string[]> => {
  const prompter = await context.outside.prompter();
  const problem = (answer: string) => (answer.trim() === "" ? "a name is needed" : undefined);
  return [(await prompter.ask("File with the new policy:", problem)).trim()];
};
