import PQueue from "p-queue";
import { KmspolError, UsageError } from "../../errors.ts";
import { withArnFacts } from "../../policy/key-facts.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import type { DescribedKey, KeyStore, Target } from "../../ports.ts";
import type { Context } from "../../cli/app.ts";
import { describedOperand } from "../../target/described-operand.ts";
import { checkTargets, requireSome } from "../check/check-targets.ts";
import { keyNamesIn } from "../each/keys.ts";
import { placesOf } from "../each/places.ts";
import { type KnownKey, namesOfKey } from "../effective/iam-data.ts";
import { asksIam, withProfiles, type IamDataOptions } from "../effective/iam-data-options.ts";
import { keyLabel, type OpenTarget } from "../../target/open-target.ts";
import { parseDocument } from "../../target/policy-format.ts";
import { keyFilter, selectDescribed } from "../../target/select-keys.ts";
import type { FileOptions } from "../../cli/options.ts";

/** A key with its policy, as `what-can` looks at it. */
export interface AskedKey extends KnownKey {
  readonly target: Target;
  readonly label: string;
}

/** The keys that the flags choose; of those whose policy could not be read the reason, in a sentence's words. */
export interface AskedKeys {
  readonly keys: readonly AskedKey[];
  readonly notRead: readonly { readonly label: string; readonly because: string }[];
  /** Keys that may not even be described. */
  readonly hidden: number;
}

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
  return from ? keysOfFiles(context, from, options) : keysOfAws(context, options);
};

type Read = AskedKey | AskedKeys["notRead"][number];

const sorted = (read: readonly Read[], hidden: number): AskedKeys => ({
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

const readKey = async (key: DescribedKey, store: KeyStore, options: WhatCanOptions): Promise<Read> => {
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

const keysOfFiles = async (
  context: Context,
  paths: readonly string[],
  options: WhatCanOptions,
): Promise<AskedKeys> => {
  const all = await checkTargets(context, paths);
  const { openOperand } = await import("../check/open-below.ts");
  const targets = await Promise.all(
    all.operands.map((operand) => openOperand(context, operand, all, options)),
  );
  requireSome(targets.flat().length, paths);
  return sorted(await Promise.all(targets.flat().map((open) => readFile(open, context, options))), 0);
};

const readFile = async (open: OpenTarget, { global }: Context, options: WhatCanOptions): Promise<Read> => {
  const { target, label } = open;
  try {
    const arn = open.facts.arn ?? arnByName(open, options.account, global.region);
    const facts = withArnFacts({ ...open.facts, arn });
    return { target, label, policy: readPolicy(await open.document()), facts, grants: undefined };
  } catch (error) {
    if (error instanceof KmspolError) return { label, because: error.message };
    throw error;
  }
};

const keyId = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The ARN of a key whose policy was kept in a file named after the key's id, in the Region of `--region`. */
const arnByName = (
  { target, contained, facts }: OpenTarget,
  account: string | undefined,
  region: string | undefined,
): string | undefined => {
  if (target.kind !== "file" || contained || account === undefined || region === undefined) return undefined;
  const name = /([^/\\]+)\.\w+$/.exec(target.path)?.[1] ?? "";
  return keyId.test(name)
    ? `arn:${facts.partition ?? "aws"}:kms:${region}:${account}:key/${name}`
    : undefined;
};
/** The flags of `kmspol what-can`. */
export interface WhatCanOptions extends FileOptions, IamDataOptions {
  readonly alias?: readonly string[];
  readonly tag?: readonly string[];
  readonly keysFrom?: string;
  readonly from?: readonly string[];
  readonly full?: boolean;
}
