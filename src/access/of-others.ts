import type { Policy } from "../policy/model.ts";
import { mentionedIn } from "./engine/callers/mentioned-principals.ts";
import { anyService } from "./engine/callers/services.ts";
import { areUnnamedAlike } from "./engine/routes/services.ts";
import type { EffectiveQuestion } from "./effective/types.ts";
import type { Access } from "./types.ts";

/**
 * Of the key policy's own answer what is about those whom the data does not know by name. Where it has the people of an account, a line
 * about the whole account is theirs to tell; of those whom the policies name and the data lacks it is told as well.
 */
export const ofOthers = (
  question: EffectiveQuestion,
  policies: readonly Policy[],
): ((lines: readonly Access[]) => readonly Access[]) => {
  const isKnown = isDecided(question, policies);
  const named = [...mentionedIn(policies, question.key.facts.partition ?? "aws").principals.values()];
  const strangers = named.filter(({ arn }) => !isKnown(arn));
  return (lines) =>
    lines.flatMap((line) => {
      if (!isKnown(line.principal)) return [line];
      const account = /^account:(\d{12})$/.exec(line.principal)?.[1];
      return strangers
        .filter((one) => one.account === account)
        .map(({ arn }) => ({ ...line, principal: arn, example: { ...line.example, principal: arn } }));
    });
};

/** Whether a principal word of the key policy's own answer is decided by name instead. */
const isDecided = (question: EffectiveQuestion, policies: readonly Policy[]): ((word: string) => boolean) => {
  const { key, world } = question;
  const owner = key.facts.account;
  const organized = world.organizations.some(
    ({ management, levelsOf }) =>
      owner !== undefined && (management === owner || levelsOf(owner) !== undefined),
  );
  const allServices = organized && areUnnamedAlike(policies, question);
  return (word) => {
    if (word === anyService) return allServices;
    if (word.startsWith("service:")) return organized;
    const [arn = ""] = word.split(" ");
    const account = /^(?:account|root-user):(\d{12})/.exec(arn)?.[1] ?? accountIn(arn);
    const directory = account === undefined ? undefined : world.directories.get(account);
    if (!directory) return false;
    const isPerson = /:iam::\d*:(?:user|role)\//.test(arn);
    // Somebody whom the data does not know is told as the key policy tells him: the data may be older than he is.
    return (!isPerson || directory.principals.has(arn)) && !isStranger(arn, directory.principals.keys());
  };
};

const accountIn = (arn: string): string | undefined => /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];

// A federated user, or a session of a role that the data does not have.
const isStranger = (arn: string, known: Iterable<string>): boolean => {
  const role = /:assumed-role\/([^/]+)\//.exec(arn)?.[1];
  if (role === undefined) return arn.includes(":federated-user/");
  return ![...known].some((other) => other.includes(":role/") && other.endsWith(`/${role}`));
};
