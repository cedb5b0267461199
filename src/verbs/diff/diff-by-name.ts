import type { AccessChange } from "../../access/types.ts";
import { compareWithWorld } from "../../access/with-world.ts";
import type { Policy } from "../../policy/model.ts";
import { lookedAt, type Looked } from "../../world/looked-at.ts";
import { type People, peopleOf } from "../../world/people.ts";
import type { Context } from "../../cli/app.ts";
import { callersOfLines } from "../effective/callers-of-lines.ts";
import { effectiveQuestion } from "../effective/iam-data.ts";
import type { IamDataOptions } from "../effective/iam-data-options.ts";
import type { OpenTarget } from "../../target/open-target.ts";

/** What changes by name, of whom it tells, and what was looked at. */
export interface DiffByName {
  readonly access: AccessChange;
  readonly people: People;
  readonly looked: Looked;
}

/**
 * What changes for the people of the accounts whose IAM data is at hand; undefined where none was asked for. Loaded only where it was.
 * Throws what effectiveQuestion throws.
 */
export const diffByName = async (
  context: Context,
  options: IamDataOptions,
  subject: OpenTarget,
  [old, fresh]: readonly [Policy, Policy],
): Promise<DiffByName | undefined> => {
  const question = await effectiveQuestion(context, options, subject, fresh);
  if (!question) return undefined;
  const { world, key } = question;
  const access = compareWithWorld(old, question);
  const callers = callersOfLines(world, [...access.gained, ...access.lost], key.facts.account);
  return {
    access,
    people: peopleOf(world, context.outside.clock.now()),
    looked: lookedAt(world, key.facts.account, {}, callers),
  };
};
