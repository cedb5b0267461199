import type { Context } from "../cli/app.ts";
import { type FileOptions, flagWords } from "../cli/options.ts";
import type { TypedTarget } from "../shell/typed-command.ts";
import { parseTarget } from "./target-operand.ts";

/** How an operand was typed, for a command that is proposed about the same key or file. */
export const typedAs = ({ global, called }: Context, operand: string, options: FileOptions): TypedTarget =>
  parseTarget(operand).kind === "key"
    ? {
        operand: called?.arn === operand ? called.alias : operand,
        flags: whereFlags(global),
        ...(global.role && { role: global.role }),
      }
    : { operand, flags: typedFileFlags(options) };

/** The flags that a later command needs as well to find the same key: those that the user gave. */
export const whereFlags = ({ profile, region, endpointUrl }: Context["global"]): readonly string[] =>
  flagWords({ "--profile": profile, "--region": region, "--endpoint-url": endpointUrl });

/** A file, or the policy of one key in it, as an operand with what is told of its key. */
export const typedFile = (operand: string, options: FileOptions): TypedTarget => ({
  operand,
  flags: typedFileFlags(options),
});

/** What a later command has to be told again about the key of a file. */
const typedFileFlags = (options: FileOptions): readonly string[] => {
  const { account, partition, keySpec, keyUsage, keyArn, parameters } = options;
  const set = options.set ?? [];
  return [
    ...flagWords({
      ...{ "--account": account, "--partition": partition, "--key-arn": keyArn },
      ...{ "--key-spec": keySpec, "--key-usage": keyUsage, "--parameters": parameters },
    }),
    ...set.flatMap((value) => ["--set", value]),
  ];
};
