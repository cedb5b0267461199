import type { Finding } from "../../check/finding.ts";
import { AwsError, KmspolError, UsageError } from "../../errors.ts";
import type { Context } from "../../cli/app.ts";
import { describedOperand } from "../../target/described-operand.ts";
import { keyLabel, type OpenTarget } from "../../target/open-target.ts";
import { parseDocument } from "../../target/policy-format.ts";
import { keyFilter, selectDescribed } from "../../target/select-keys.ts";
import { keyNamesIn, namesAt } from "../each/keys.ts";
import { type ClosedAccount, closedBy, closedLabel, openAccounts } from "../each/open-accounts.ts";
import { awsFlagsOf, type Place, placesOf } from "../each/places.ts";
import { type FleetKey, fleetKeys, nameOfStream } from "../fleet/fleet-keys.ts";
import type { DescribedKey, KeyStore } from "../../ports.ts";
import { isInShard } from "../shard.ts";
import type { ReportFlags } from "./report-flags.ts";

/** A key that the report is about, or what could not be read, as the finding that it is. */
export type ReportedSource =
  | { readonly open: OpenTarget }
  | {
      readonly broken: Finding;
      /** The key whose policy could not be read; of a row that tells none, nothing. */
      readonly key?: DescribedKey;
    };

/** The keys of `--from`, or those of AWS that the flags choose. Throws UsageError where nothing chooses, and AwsError. */
export async function* reportedKeys(context: Context, flags: ReportFlags): AsyncGenerator<ReportedSource> {
  if (flags.from !== undefined) {
    const { account, ...told } = flags;
    const [owner] = account ?? [];
    const rows = { ...told, ...(owner !== undefined && { account: owner }) };
    for await (const one of fleetKeys(context, flags.from, rows)) {
      if (!isInShard(flags.shard, nameOf(one))) continue;
      const place = `line ${one.line} of ${nameOfStream(flags.from)}`;
      yield "fault" in one ? broken(`${place} tells no key's policy: ${one.fault}`, one.line) : one;
    }
    return;
  }
  if (flags.all !== true && [flags.alias, flags.tag, flags.keysFrom].every((flag) => flag === undefined))
    throw new UsageError("missing-operand", "nothing says which keys", {
      hint: "give --all, --alias GLOB, --tag KEY=VALUE, --keys-from FILE or --from FILE",
    });
  const all = placesOf(context.args, flags);
  const { places, closed } = await openAccounts(context.outside, context.global, all);
  for (const one of closed) yield leftOut(one);
  for (const place of places) {
    try {
      const { keys: store } = await context.outside.aws(awsFlagsOf(place, context.global));
      for (const key of await chosen(context, store, flags, place)) yield await read(key, store);
    } catch (error) {
      yield leftOut(closedBy(error, place));
    }
  }
}

const leftOut = (closed: ClosedAccount): ReportedSource =>
  broken(`${closedLabel(closed)} is left out: ${closed.error.message}`);

/** What a row goes by: the ARN of its key; without one its place. */
const nameOf = (one: FleetKey): string =>
  ("open" in one ? one.open.facts.arn : undefined) ?? `line ${one.line}`;

const broken = (message: string, line = 1): { readonly broken: Finding } => ({
  broken: { code: "json-syntax", severity: "error", message, path: "", line, column: 1, fixable: false },
});

const chosen = async (
  context: Context,
  store: KeyStore,
  flags: ReportFlags,
  place: Place,
): Promise<readonly DescribedKey[]> => {
  if (flags.keysFrom !== undefined) {
    const names = namesAt(place, await keyNamesIn(context, flags.keysFrom));
    const keys = await Promise.all(names.map((name) => describedOperand(store, name)));
    return keys.filter(({ target }) => isInShard(flags.shard, target.arn));
  }
  const { keys, hidden } = await selectDescribed(context, store, keyFilter(flags));
  if (hidden.length > 0)
    throw new AwsError(
      "access-denied",
      `${hidden.length} keys may not be described, so a report would leave them out`,
      {
        hint: "ask for kms:DescribeKey on them, or name the keys with --keys-from",
      },
    );
  return keys.filter(({ target }) => isInShard(flags.shard, target.arn));
};

const read = async (key: DescribedKey, store: KeyStore): Promise<ReportedSource> => {
  const { target, facts } = key;
  const label = keyLabel(key);
  try {
    const text = await store.readPolicy(target.arn);
    return {
      open: {
        ...{ target, facts, label, format: "json", historyKey: target.arn },
        typed: { operand: target.arn, flags: [] },
        text: () => Promise.resolve(text),
        document: () => Promise.resolve(parseDocument(text, "json", label)),
      },
    };
  } catch (error) {
    if (error instanceof KmspolError) return { ...broken(`${label}: ${error.message}`), key };
    throw error;
  }
};
