import { accountIdIn } from "../policy/account-id.ts";
import type { Entry } from "../questions.ts";
import { askFromFeed, unlessSteppedBack } from "./ask-from-feed.ts";
import type { Asked, NamedBy, OperandQuestion } from "./operand-asker.ts";
import { askProfile } from "./ask-profile.ts";
import { feedOf } from "../target/growing-feed.ts";
import { openTarget } from "../target/open-target.ts";
import { viewTarget } from "../target/view-target.ts";

/** Which accounts: those that the policy shares the key with where some are to leave it; else an id, and what it is for. */
export const askAccounts = async (
  question: OperandQuestion,
  { leaves }: NamedBy<"account">,
): Promise<Asked> => {
  if (leaves) return { operands: await askShared(question) };
  const prompter = await question.context.outside.prompter();
  const own = await ownAccount(question);
  const problem = (answer: string) => (accountIdIn(answer) === own ? ownProblem : idProblem(answer));
  for (;;) {
    const answer = await prompter.ask("Which account (12 digits)?", problem);
    const account = accountIdIn(answer) ?? "";
    const flags = await unlessSteppedBack(async () => ({
      ...(await askPart(question)),
      ...(await askOtherHalf(question)),
    }));
    if (flags) return { operands: [account], flags };
  }
};

type Flags = NonNullable<Asked["flags"]>;

const idProblem = (answer: string): string | undefined =>
  accountIdIn(answer) !== undefined ? undefined : "an account id has 12 digits";

const ownProblem = "that is the key's own account: share with one of its users or roles by Add users";

const ownAccount = async ({ context, verb, target }: OperandQuestion): Promise<string | undefined> =>
  verb.flags.account ?? (await openTarget(context, target, verb.flags)).facts.account;

const askShared = async ({ context, verb, target, several }: OperandQuestion): Promise<readonly string[]> => {
  const { view } = await viewTarget(context, target, verb.flags);
  const feed = feedOf(view.accounts.map((account) => ({ value: account, cells: [account] })));
  const words = { question: "Which accounts lose access?", things: "accounts", typed: typedAccount, several };
  return askFromFeed(context, feed, words);
};

const typedAccount = (text: string): Entry<string> | undefined => {
  const id = accountIdIn(text);
  return id === undefined ? undefined : { value: id, cells: [id, "as typed"] };
};

const askPart = async ({ context, verb }: OperandQuestion): Promise<Flags> => {
  if (verb.flags["only"] !== undefined) return {};
  const prompter = await context.outside.prompter();
  const part = await prompter.choose(
    "What for?",
    [
      { key: "both", label: "To use the key, and to let AWS services use it for them" },
      { key: "use", label: "To use the key directly" },
      { key: "grants", label: "To let AWS services use it for them (grants)" },
    ],
    "both",
  );
  return part === "both" ? {} : { only: part };
};

/** Neither half alone gives access: the other account needs a policy in its IAM. */
const askOtherHalf = async ({ context, verb }: OperandQuestion): Promise<Flags> => {
  if (verb.flags["iamPolicy"] !== undefined || verb.flags["attach"] !== undefined) return {};
  const prompter = await context.outside.prompter();
  const way = await prompter.choose(
    "The other half, a policy in that account's IAM:",
    [
      { key: "print", label: "Print it, for them to put in place" },
      { key: "file", label: "Write it to a file for them" },
      ...(verb.knows("attach")
        ? [{ key: "attach", label: "Put it in place with a profile of mine" } as const]
        : []),
    ],
    "print",
  );
  if (way === "print") return {};
  if (way === "file") return { iamPolicy: (await prompter.ask("File:", nameProblem)).trim() };
  const profile = await askProfile(context, "With which profile?");
  const to = await prompter.ask("For whom there (role/NAME, user/NAME or group/NAME)?", identityProblem);
  return { attach: to.trim(), accountProfile: profile };
};

const nameProblem = (answer: string): string | undefined =>
  answer.trim() === "" ? "a name is needed" : undefined;

const identityProblem = (answer: string): string | undefined =>
  /^(?:role|user|group)\/.+/.test(answer.trim()) ? undefined : "write it like role/App";
