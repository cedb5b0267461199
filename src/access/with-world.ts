import type { Policy } from "../policy/model.ts";
import { compareAccess } from "./compare-access.ts";
import { anyService } from "./engine/callers/services.ts";
import { areUnnamedAlike } from "./engine/routes/services.ts";
import { compareEffective, listEffective } from "./effective-access.ts";
import type { EffectiveQuestion } from "./effective/types.ts";
import { listAccess } from "./list-access.ts";
import { rankAccess } from "./rank-access.ts";
import type { Access, AccessChange } from "./types.ts";

/**
 * Who may do what, with all that is known: principals of the accounts whose IAM data is at hand by name, through every
 * layer; all others as the key policy tells them under the policies of the organizations. `actions` (`kms:Name`, any case) narrows the answer. Pure.
 */
export const listWithWorld = (
  question: EffectiveQuestion,
  actions?: readonly string[],
): readonly Access[] => {
  const { policy, facts } = question.key;
  const known = isDecided(question, [policy]);
  const others = listAccess(policy, facts, actions, question.world).filter(({ principal }) => !known(principal));
  return rankAccess(
    [...others, ...listEffective(question, actions)],
    facts.account,
  );
};

/** Who gains and who loses what when `before` gives way to the policy of the question, told in the same way. Pure. */
export const compareWithWorld = (before: Policy, question: EffectiveQuestion): AccessChange => {
  const { policy, facts } = question.key;
  const known = isDecided(question, [before, policy]);
  const byPolicy = compareAccess(before, policy, facts, question.world);
  const byName = compareEffective(before, question);
  const joined = (side: "gained" | "lost") =>
    rankAccess(
      [
        ...byPolicy[side].filter(({ principal }) => !known(principal)),
        ...byName[side],
      ],
      facts.account,
    );
  const [gained, lost] = [joined("gained"), joined("lost")];
  return { ...byPolicy, equivalent: gained.length === 0 && lost.length === 0, gained, lost };
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
