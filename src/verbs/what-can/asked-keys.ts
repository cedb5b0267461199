import PQueue from "p-queue";
import { KmspolError, UsageError } from "../../errors.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import type { DescribedKey, KeyStore } from "../../ports.ts";
import type { Context } from "../../cli/app.ts";
import { describedOperand } from "../../target/described-operand.ts";
import { keyNamesIn } from "../each/keys.ts";
import { placesOf } from "../each/places.ts";
import { namesOfKey } from "../effective/iam-data.ts";
import { asksIam, withProfiles } from "../effective/iam-data-options.ts";
import { keyLabel } from "../../target/open-target.ts";
import { parseDocument } from "../../target/policy-format.ts";
import { keyFilter, selectDescribed } from "../../target/select-keys.ts";
import { keysOfFiles } from "./keys-of-files.ts";
import type { AskedKeys, ReadKey, WhatCanOptions } from "./asked-key.ts";

/** Reads the keys: those of files with `--from`, else those of AWS. Throws UsageError and AwsError. */
export const askedKeys = async (context: Context, options: WhatCanOptions): Promise<AskedKeys> => {
  const { from, alias, tag, keysFrom } = options;
  const chosen = [alias, tag, keysFrom].some((flag) => flag !== undefined);
  if (from && chosen) {
    throw new UsageError(
      "conflicting-flags",
      "--alias, --tag and --keys-from choose keys of AWS, --from files",
    );
  }
  if (keysFrom !== undefined && (alias ?? tag) !== undefined) {
    throw new UsageError("conflicting-flags", "--keys-from names the keys, so --alias and --tag choose none");
  }
  if (!from) return keysOfAws(context, options);
  return sorted(await keysOfFiles(context, from, options), 0);
};

const sorted = (read: readonly ReadKey[], hidden: number): AskedKeys => ({
  keys: read.flatMap((one) => ("policy" in one ? [one] : [])),
  notRead: read.flatMap((one) => ("because" in one ? [one] : [])),
  hidden,
});

/** Requests under way at once: far below the KMS quotas. */
const together = 8;

const keysOfAws = async (context: Context, options: WhatCanOptions): Promise<AskedKeys> => {
  const { endpointUrl, debug = false } = context.global;
  const found = new Map<string, { readonly key: DescribedKey; readonly store: KeyStore }>();
  let hidden = 0;
  for (const place of placesOf(context.args)) {
    const { keys: store } = await context.outside.aws({ ...place, endpointUrl, debug });
    const here = await chosenKeys(context, store, options);
    hidden += here.hidden.length;
    for (const key of here.keys) found.set(key.target.arn, { key, store });
  }
  const queue = new PQueue({ concurrency: together });
  const read = [...found.values()].map(({ key, store }) => queue.add(() => readKey(key, store, options)));
  return sorted(await Promise.all(read), hidden);
};

const chosenKeys = async (context: Context, store: KeyStore, options: WhatCanOptions) => {
  if (options.keysFrom === undefined) return selectDescribed(context, store, keyFilter(options));
  const names = await keyNamesIn(context, options.keysFrom);
  return { keys: await Promise.all(names.map((name) => describedOperand(store, name))), hidden: [] };
};

const readKey = async (key: DescribedKey, store: KeyStore, options: WhatCanOptions): Promise<ReadKey> => {
  const { target, facts } = key;
  const label = keyLabel(key);
  try {
    const document = parseDocument(await store.readPolicy(target.arn), "json", label);
    const names = asksIam(withProfiles(options))
      ? await namesOfKey(store, target.aliases, { ...facts, arn: target.arn })
      : { facts, grants: undefined };
    return { target, label, policy: readPolicy(document), ...names };
  } catch (error) {
    if (error instanceof KmspolError) return { label, because: error.message };
    throw error;
  }
};
