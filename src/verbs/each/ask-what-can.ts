import type { GlobalOptions } from "../../cli/app.ts";
import { UsageError, type ExitCode } from "../../errors.ts";
import { requireChoice } from "./keys.ts";
import { valuesOf } from "./line.ts";
import type { Each } from "./each-run.ts";

const choosing = ["--alias", "--tag", "--keys-from", "--from"];

/** `what-can` speaks of many keys by itself: runs it once, over the keys that the flags of `each` choose. Throws UsageError (`conflicting-flags`). */
export const askWhatCan = async (
  { context, program, flags }: Each,
  [name = "", ...rest]: readonly string[],
  json: boolean,
): Promise<ExitCode> => {
  requireChoice(flags);
  if (flags.shard !== undefined)
    throw new UsageError(
      "conflicting-flags",
      "what-can answers for all keys at once, and not for a part of them",
      {
        hint: "leave --shard out",
      },
    );
  if (flags.key !== undefined)
    throw new UsageError("conflicting-flags", "what-can takes the keys of --key from a file", {
      hint: "write them into one, one a line, for --keys-from",
    });
  if (flags.account !== undefined || flags.assumeRole !== undefined)
    throw new UsageError(
      "conflicting-flags",
      "what-can answers with the credentials of one account, and assumes no role",
      { hint: "give the --profile of each account instead of --account and --assume-role" },
    );
  for (const word of rest) {
    if (!choosing.includes(word.replace(/=.*/s, ""))) continue;
    throw new UsageError("conflicting-flags", `each does not pass on ${word}`, {
      hint: "what chooses the keys stands before the --",
    });
  }
  const { flags: own, ...call } = await program.understand([name, ...rest], context.outside);
  const { alias, tag, keysFrom, full } = flags;
  const { endpointUrl, debug } = context.global;
  const several = (flag: string) => valuesOf(context.args, flag).flatMap((value) => [flag, value]);
  const [profile, region] = ["--profile", "--region"].map((flag) => valuesOf(context.args, flag).at(-1));
  const global: GlobalOptions = {
    ...call.global,
    json,
    ...(profile !== undefined && { profile }),
    ...(region !== undefined && { region }),
    ...(endpointUrl !== undefined && { endpointUrl }),
    ...(debug !== undefined && { debug }),
  };
  const asked = {
    ...own,
    ...(alias && { alias }),
    ...(tag && { tag }),
    ...(keysFrom !== undefined && { keysFrom }),
    ...(full && { full }),
  };
  const args = [name, ...rest, ...several("--region"), ...several("--profile")];
  return program.run({ ...call, flags: asked, global }, args, context.outside);
};
