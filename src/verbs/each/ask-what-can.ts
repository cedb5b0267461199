import { UsageError, type ExitCode } from "../../errors.ts";
import { requireChoice } from "./keys.ts";
import { valuesOf } from "./line.ts";
import type { Each } from "./run-line.ts";

const choosing = ["--alias", "--tag", "--keys-from", "--from"];

/** `what-can` speaks of many keys by itself: runs it once, over the keys that the flags of `each` choose. Throws UsageError (`conflicting-flags`). */
export const askWhatCan = async (
  { context, program, flags }: Each,
  [verb = "", ...rest]: readonly string[],
  json: boolean,
): Promise<ExitCode> => {
  requireChoice(flags);
  for (const word of rest) {
    if (!choosing.includes(word.replace(/=.*/s, ""))) continue;
    throw new UsageError("conflicting-flags", `each does not pass on ${word}`, {
      hint: "what chooses the keys stands before the --",
    });
  }
  const { alias = [], tag = [], keysFrom } = flags;
  const { endpointUrl, debug } = context.global;
  const each = (flag: string, values: readonly string[]) => values.flatMap((value) => [flag, value]);
  const line = [
    verb,
    ...rest,
    ...each("--alias", alias),
    ...each("--tag", tag),
    ...(keysFrom === undefined ? [] : ["--keys-from", keysFrom]),
    ...each("--region", valuesOf(context.args, "--region")),
    ...each("--profile", valuesOf(context.args, "--profile")),
    ...(endpointUrl === undefined ? [] : ["--endpoint-url", endpointUrl]),
    ...(debug ? ["--debug"] : []),
    ...(json ? ["--json"] : []),
    ...(flags.full ? ["--full"] : []),
  ];
  return program.again(line, context.outside);
};
