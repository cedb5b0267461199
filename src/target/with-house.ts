import type { Context } from "../cli/app.ts";
import type { FileOptions, ToldOptions } from "../cli/options.ts";
import { UsageError } from "../errors.ts";
import { type KeyFacts, withArnFacts } from "../policy/key-facts.ts";
import { configOf } from "./config-of.ts";

/**
 * The flags for a file together with what the nearest configuration says of all its keys: their account and partition, where no flag and no
 * document tells them. `config` of the flags names another configuration, or none. Throws UsageError (`bad-config`).
 */
export const withHouse = async <Options extends FileOptions>(
  context: Context,
  path: string,
  options: Options & { readonly config?: string | false },
): Promise<Options & ToldOptions> => {
  const { account, partition } = await configOf(context, { kind: "file", path }, options.config);
  return account === undefined && partition === undefined
    ? options
    : { ...options, assumed: { account, partition } };
};

/** The configuration's account, and no other where a flag or a document has named one. */
export const assumedFacts = (assumed: ToldOptions["assumed"]): KeyFacts => ({
  ...(assumed?.account !== undefined && { account: assumed.account }),
  ...(assumed?.partition !== undefined && { partition: assumed.partition }),
});

/** What the flags for files say about the key. Throws UsageError (`bad-key-arn`). */
export const factsFromOptions = (options: ToldOptions): KeyFacts => {
  const arn = options.keyArn;
  if (arn !== undefined && !/^arn:[a-z0-9-]+:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(arn)) {
    throw new UsageError("bad-key-arn", `"${arn}" is no ARN of a key`, {
      hint: "it looks like arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    });
  }
  const assumed = arn === undefined ? options.assumed : undefined;
  return withArnFacts({
    account: options.account ?? assumed?.account,
    partition: options.partition ?? assumed?.partition,
    arn,
    spec: options.keySpec?.toUpperCase(),
    usage: options.keyUsage?.toUpperCase(),
  });
};
