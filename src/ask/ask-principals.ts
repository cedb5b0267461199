import type { DefaultView } from "../default-view/default-view.ts";
import { principalWords } from "../render/principal-words.ts";
import type { Entry } from "../questions.ts";
import { askFromFeed, type FeedQuestion } from "./ask-from-feed.ts";
import type { NamedBy, OperandQuestion } from "./operand-asker.ts";
import { feedOf } from "../target/growing-feed.ts";
import { identityFeed, typedPrincipal } from "../target/identity-feed.ts";
import { openAws } from "../cli/open-aws.ts";
import { parseTarget } from "../target/target-operand.ts";
import { type Viewed, viewTarget } from "../target/view-target.ts";

/** A part of the default view that principals are in. */
interface Part {
  /** What those in it are called. */
  readonly things: string;
  readonly already: string;
  readonly of: (view: DefaultView) => readonly string[];
}

const parts: Readonly<Record<"admins" | "users", Part>> = {
  admins: { things: "administrators", already: "administrator already", of: ({ admins }) => admins },
  users: { things: "key users", already: "key user already", of: ({ users }) => users },
};

/** Which users and roles: those that the policy names where some are to leave it, those of the account for all else. */
export const askPrincipals = async (
  question: OperandQuestion,
  { joins, leaves, question: words = "Who?" }: NamedBy<"principal">,
): Promise<readonly string[]> => {
  const name = joins ?? leaves;
  if (!name) return askIdentities(question, words, () => undefined, typedCaller);
  const viewed = await viewTarget(question.context, question.target, question.verb.flags);
  const part = parts[name];
  const there = part.of(viewed.view).filter((word) => word !== "*");
  if (leaves) return askNamed(question, { question: words, things: part.things }, viewed, there);
  return askIdentities(question, words, (arn) => (there.includes(arn) ? part.already : undefined));
};

const askNamed = (
  { context, several, before }: OperandQuestion,
  { question, things }: Pick<FeedQuestion, "question" | "things">,
  { facts }: Viewed,
  there: readonly string[],
): Promise<readonly string[]> => {
  const feed = feedOf(there.map((arn) => ({ value: arn, cells: [principalWords(arn, facts.account)] })));
  return askFromFeed(context, feed, {
    ...{ question, things, typed: typedPrincipal, several, marked: before },
  });
};

/** For a policy file no IAM is asked: what is typed is all there is. */
const askIdentities = async (
  { context, target, several, before }: OperandQuestion,
  question: string,
  taken: (arn: string) => string | undefined,
  typed: (text: string) => Entry<string> | undefined = typedPrincipal,
): Promise<readonly string[]> => {
  if (parseTarget(target).kind !== "key") {
    const nobody = feedOf<string>([]);
    const words = {
      question: `${question} (an ARN, role/NAME, user/NAME or sso/NAME)`,
      things: "listed for a file",
      typed,
      several,
      marked: before,
    };
    return askFromFeed(context, nobody, words);
  }
  const { directory } = await openAws(context);
  const things = "users and roles";
  return askFromFeed(context, identityFeed(directory, taken), {
    ...{ question, things, typed, several, marked: before },
  });
};

/** Who can be asked about with `can`: also a service, and an account's root user. */
const typedCaller = (text: string): Entry<string> | undefined =>
  /^(?:root-user:\d{12}|service:[a-z0-9.-]+)$/.test(text)
    ? { value: text, cells: [text, "as typed"] }
    : typedPrincipal(text);
