import type { DefaultView } from "../default-view/read-default-view.ts";
import { principalWords } from "../render/principal-words.ts";
import type { Entry } from "../questions.ts";
import { askFromFeed } from "./ask-from-feed.ts";
import type { OperandAsker, OperandQuestion } from "./operand-asker.ts";
import { feedOf } from "../target/growing-feed.ts";
import { identityFeed, typedPrincipal } from "../target/identity-feed.ts";
import { openAws } from "../cli/open-aws.ts";
import { parseTarget } from "../target/target-operand.ts";
import { type Viewed, viewTarget } from "../target/view-target.ts";

/** What a verb calls those it is about, and where the default view names them. */
interface Role {
  readonly things: string;
  readonly question: string;
  readonly already: string;
  readonly of: (view: DefaultView) => readonly string[];
}

const admins = {
  things: "users and roles",
  already: "administrator already",
  of: (view: DefaultView) => view.admins,
};
const users = {
  things: "users and roles",
  already: "key user already",
  of: (view: DefaultView) => view.users,
};

const roles: Readonly<Record<string, Role>> = {
  "add-admin": { ...admins, question: "Who becomes an administrator?" },
  "add-user": { ...users, question: "Who becomes a key user?" },
  "remove-admin": { ...admins, things: "administrators", question: "Who is no longer an administrator?" },
  "remove-user": { ...users, things: "key users", question: "Who is no longer a key user?" },
};

/** Which users and roles: those that the policy names for a removal, those of the account for all else. */
export const askPrincipals: OperandAsker = async (question) => {
  const role = roles[question.verb.name];
  if (!role) return askAnyone(question);
  const viewed = await viewTarget(question.context, question.target, question.verb.flags);
  const there = role.of(viewed.view).filter((word) => word !== "*");
  if (question.verb.name.startsWith("remove-")) return askNamed(question, role, viewed, there);
  const taken = (arn: string) => (there.includes(arn) ? role.already : undefined);
  return askIdentities(question, role, taken);
};

const askNamed = (
  { context, several }: OperandQuestion,
  { question, things }: Role,
  { facts }: Viewed,
  there: readonly string[],
): Promise<readonly string[]> => {
  const feed = feedOf(there.map((arn) => ({ value: arn, cells: [principalWords(arn, facts.account)] })));
  return askFromFeed(context, feed, { question, things, typed: typedPrincipal, several });
};

const askAnyone = (question: OperandQuestion): Promise<readonly string[]> => {
  const words = { question: "Who?", things: "users and roles" };
  return askIdentities(question, words, () => undefined, typedCaller);
};

/** For a policy file no IAM is asked: what is typed is all there is. */
const askIdentities = async (
  { context, target, several }: OperandQuestion,
  { question, things }: Pick<Role, "question" | "things">,
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
    };
    return askFromFeed(context, nobody, words);
  }
  const { directory } = await openAws(context);
  return askFromFeed(context, identityFeed(directory, taken), { question, things, typed, several });
};

/** Who can be asked about with `can`: also a service, and an account's root user. */
const typedCaller = (text: string): Entry<string> | undefined =>
  /^(?:root-user:\d{12}|service:[a-z0-9.-]+)$/.test(text)
    ? { value: text, cells: [text, "as typed"] }
    : typedPrincipal(text);
