import { iamName } from "../../change/lockout-refusal.ts";
import type { Caller } from "../../ports.ts";
import { readWorld } from "../../world/read-world.ts";
import type { World } from "../../world/types.ts";
import type { Context } from "../../cli/app.ts";
import { deadlineIn } from "../../cli/deadline.ts";
import { notReadFile } from "./live-answers.ts";
import { openAws } from "../../cli/open-aws.ts";

const patience = 10_000;

/**
 * The policies, groups, boundary and tags of the caller, and the organization over its account, as far as the caller may
 * read them in ten seconds, with what could not be read. Undefined where its own policies may not be read: then nothing is known.
 */
export const worldOfCaller = async (context: Context, caller: Caller): Promise<World | undefined> => {
  const who = iamName(caller.arn);
  if (!who) return undefined;
  const deadline = deadlineIn(patience);
  const { signal } = deadline;
  try {
    const accounts = await (await openAws(context)).accounts();
    const [own, organization] = await Promise.all([
      accounts.ofPrincipal(who.kind, who.name, { signal }),
      accounts.organization([caller.account], { signal }),
    ]);
    const answers = [organization.answer ?? [], notReadFile(organization.notRead)].flat();
    return own.answer && readWorld([own.answer, ...answers]);
  } finally {
    deadline.end();
  }
};
