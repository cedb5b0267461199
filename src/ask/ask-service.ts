import { profileOf, serviceNames } from "../default-view/services.ts";
import { accountIdIn } from "../policy/account-id.ts";
import type { Entry } from "../questions.ts";
import { askFromFeed, unlessSteppedBack } from "./ask-from-feed.ts";
import type { Asked, NamedBy, OperandQuestion } from "./operand-asker.ts";
import { feedOf } from "../target/growing-feed.ts";
import { openTarget } from "../target/open-target.ts";
import { viewTarget } from "../target/view-target.ts";

/** Which AWS service, and for whose resources. */
export const askService = async (
  question: OperandQuestion,
  { leaves }: NamedBy<"service">,
): Promise<Asked> => {
  if (leaves) return { operands: await askShared(question) };
  const title = (name: string) => profileOf(`${name}.amazonaws.com`)?.title ?? "";
  const feed = feedOf(serviceNames.map((name) => ({ value: name, cells: [name, title(name)] })));
  const words = { question: "Which service?", things: "services", typed: typedService, several: false };
  for (;;) {
    const operands = await askFromFeed(question.context, feed, words);
    const flags = await unlessSteppedBack(() => askScope(question));
    if (flags) return { operands, flags };
  }
};

/** Those that the policy allows something. */
const askShared = async ({ context, verb, target, several }: OperandQuestion): Promise<readonly string[]> => {
  const { view } = await viewTarget(context, target, verb.flags);
  const feed = feedOf(view.services.map((name) => ({ value: name, cells: [name] })));
  const question = "Which services lose the key?";
  return askFromFeed(context, feed, { question, things: "services", typed: typedService, several });
};

const typedService = (text: string): Entry<string> | undefined =>
  /^[a-z0-9][a-z0-9.-]*$/.test(text) ? { value: text, cells: [text, "as typed"] } : undefined;

const askScope = async ({ context, verb, target }: OperandQuestion): Promise<NonNullable<Asked["flags"]>> => {
  const { flags } = verb;
  if (flags["sourceAccount"] !== undefined || flags["sourceArn"] !== undefined || flags["unscoped"] === true)
    return {};
  const own = flags.account ?? (await openTarget(context, target, flags)).facts.account;
  const prompter = await context.outside.prompter();
  const scope = await prompter.choose(
    "For whose resources?",
    [
      ...(own === undefined ? [] : [{ key: "own", label: `Those of this account, ${own}` } as const]),
      { key: "account", label: "Those of another account" },
      { key: "arn", label: "One resource, by its ARN (* is a wildcard)" },
      { key: "unscoped", label: "Anyone's: the service may be made to use the key for strangers" },
    ],
    own === undefined ? "account" : "own",
  );
  if (scope === "own") return { sourceAccount: [own ?? ""] };
  if (scope === "unscoped") return { unscoped: true };
  if (scope === "arn") return { sourceArn: [(await prompter.ask("ARN:", arnProblem)).trim()] };
  const account = await prompter.ask("Account id (12 digits)?", idProblem);
  return { sourceAccount: [accountIdIn(account) ?? ""] };
};

const arnProblem = (answer: string): string | undefined =>
  /^arn:[^:]+:[^:]+:/.test(answer.trim()) ? undefined : "an ARN begins with arn:aws:SERVICE:";

const idProblem = (answer: string): string | undefined =>
  accountIdIn(answer) !== undefined ? undefined : "an account id has 12 digits";
