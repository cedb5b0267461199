import { compareWithWorld } from "../../access/with-world.ts";
import type { AccessChange } from "../../access/types.ts";
import type { AccountAnswer } from "../../account-data-port.ts";
import type { ChangeByName, PolicySubject } from "../../change/types.ts";
import type { Policy } from "../../policy/model.ts";
import type { Caller } from "../../ports.ts";
import { peopleSentence } from "../../render/people-sentence.ts";
import { peopleOf } from "../../world/people.ts";
import { lookedAt } from "../../world/looked-at.ts";
import { readWorld } from "../../world/read-world.ts";
import type { World } from "../../world/types.ts";
import type { Context } from "../../cli/app.ts";
import { callersOfLines } from "../effective/callers-of-lines.ts";
import { namesOfKey, questionAbout } from "../effective/iam-data.ts";
import { openAws } from "../../cli/open-aws.ts";

/** Minutes for which one answer about an account serves every change. */
const fresh = 5;

const asked = new WeakMap<object, Map<string, Promise<World>>>();

/**
 * Tells a change by the people: where it gives or takes something through the IAM of the caller's own account, IAM is asked who
 * that is, for ten seconds at most. Undefined where nothing changes through it; where IAM does not answer, a note alone.
 */
export const changeByName =
  (context: Context, subject: PolicySubject, caller: Caller) =>
  async (before: Policy, after: Policy, access: AccessChange): Promise<ChangeByName | undefined> => {
    const { target, facts } = subject;
    const { arn, account } = facts;
    if (target.kind !== "key" || arn === undefined || account !== caller.account) return undefined;
    if (![...access.gained, ...access.lost].some((row) => isThroughIam(row, account))) return undefined;
    const [world, known] = await Promise.all([
      worldOnce(context, caller),
      openAws(context).then(({ keys }) => namesOfKey(keys, target.aliases, { ...facts, arn })),
    ]);
    const question = questionAbout({ policy: after, ...known }, world);
    if (!world.directories.has(account)) {
      const { notLookedAt } = lookedAt(question.world, account);
      const reason = notLookedAt.find((words) => words.startsWith(`IAM of ${account}`));
      return { notes: [`who gains or loses through IAM is not known: ${reason ?? "IAM did not answer"}`] };
    }
    const named = compareWithWorld(before, question);
    const callers = callersOfLines(world, [...named.gained, ...named.lost], account);
    const looked = lookedAt(question.world, account, {}, callers);
    const people = peopleOf(world, context.outside.clock.now());
    const sentences = [
      peopleSentence(named.lost, "lose", facts, people) ?? [],
      peopleSentence(named.gained, "gain", facts, people) ?? [],
    ].flat();
    return { access: named, people, looked, notes: sentences };
  };

const isThroughIam = ({ via, principal }: AccessChange["lost"][number], account: string): boolean =>
  via === "iam" && (/^account:(\d{12})/.exec(principal) ?? /:(\d{12}):/.exec(principal))?.[1] === account;

/** The same answer for all that one run changes, and for what runs in the next minutes. */
const worldOnce = (context: Context, caller: Caller): Promise<World> => {
  const known = asked.get(context.outside) ?? new Map<string, Promise<World>>();
  asked.set(context.outside, known);
  const name = `${caller.account} ${caller.arn.replace(/(:assumed-role\/[^/]+)\/.*/, "$1")}`;
  const world = known.get(name) ?? askWorld(context, caller.account, name);
  known.set(name, world);
  return world;
};

const askWorld = async (context: Context, account: string, name: string): Promise<World> => {
  const cache = await context.outside.answers();
  const kept = await cache.read(name, fresh);
  if (kept) return readWorld(kept);
  const { liveAnswers } = await import("../effective/live-answers.ts");
  const told = readWorld([]);
  const answers = await liveAnswers(context, { accountProfile: [], account, told, inAll: true });
  const world = readWorld(answers);
  if (world.directories.has(account)) await cache.write(name, answers.map(asAnswer));
  return world;
};

const asAnswer = ({
  name,
  value,
  at = "",
}: {
  name: string;
  value: unknown;
  at?: string;
}): AccountAnswer => ({
  ...{ name, value, at },
});
