import type { Answer } from "../../output/answer.ts";
import { compareAccess } from "../../access/compare-access.ts";
import type { AccessChange } from "../../access/types.ts";
import { asDefined } from "../../change/as-defined.ts";
import { unifiedDiff } from "../../change/unified-diff.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import type { Policy } from "../../policy/model.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { orderedLike } from "../../policy/ordered-like.ts";
import { ownerOf } from "../../policy/owner.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { writtenAlike } from "../../policy/written-alike.ts";
import { renderAccessDiff } from "../../render/access-diff.ts";
import { renderLookedAt } from "../../render/looked-at.ts";
import { renderTextDiff } from "../../render/text-diff.ts";
import type { People } from "../../world/people.ts";
import type { Context } from "../../cli/app.ts";
import type { DiffOptions } from "./diff-options.ts";
import { asksIam, withProfiles } from "../effective/iam-data-options.ts";
import { sayOwner } from "../../target/say-owner.ts";
import { openTargets, type OpenTarget } from "../../target/open-target.ts";
import { asJson } from "../../output/print.ts";
import { parseTarget } from "../../target/target-operand.ts";
import { resultColumns } from "../../cli/widths.ts";

/** What changes from A to B, as text and as access; of a document with several keys, for each of them. */
export const runDiff = async (
  context: Context,
  [a, given]: readonly [string, string | undefined],
  options: DiffOptions,
): Promise<Answer> => {
  const b = given ?? (await secondPolicy(context, a));
  if (a === "-" && b === "-")
    throw new UsageError("bad-target", "standard input can only be read once", {
      hint: "put one of the two into a file",
    });
  if (context.global.json && options.format !== undefined && options.format !== "json")
    throw new UsageError("conflicting-flags", `--json and --format ${options.format} contradict each other`);
  if (options.before && b === undefined)
    throw new UsageError(
      "conflicting-flags",
      "a plan by itself is compared with what stands before, always",
      {
        hint: "leave out --before, or name what it is to be compared with",
      },
    );
  const [before, after] = await openBoth(context, a, b, options);
  const [old, fresh] = [before[0], after[0]];
  const isPlain = before.length === 1 && after.length === 1 && options.format !== "markdown";
  if (b !== undefined && old && fresh && isPlain) return diffTwo(context, { a, b, old, fresh }, options);
  const { diffKeys } = await import("./diff-keys.ts");
  return diffKeys(context, { a, b, before, after }, options);
};

/**
 * Both sides, of a plan what stands before where that is asked for; a document that faces a key is read as the key's
 * deployment: account, partition and Region are the key's.
 */
const openBoth = async (
  context: Context,
  a: string,
  b: string | undefined,
  options: DiffOptions,
): Promise<readonly [readonly OpenTarget[], readonly OpenTarget[]]> => {
  const open = async (operand: string, more: Pick<DiffOptions, "keyArn"> = {}) => {
    const targets = await openTargets(context, operand, { ...more, ...options, before: false });
    const isPlan = targets.some(({ contained }) => contained?.key.before !== undefined);
    return options.before && isPlan ? openTargets(context, operand, { ...more, ...options }) : targets;
  };
  if (b === undefined) return [await open(a), []];
  const [isKey, faced] = [a, b].map((operand) => parseTarget(operand).kind === "key");
  if (isKey === faced) return Promise.all([open(a), open(b)]);
  const keys = await open(isKey ? a : b);
  const arn = keys[0]?.facts.arn;
  const files = await open(isKey ? b : a, arn === undefined ? {} : { keyArn: arn });
  return isKey ? [keys, files] : [files, keys];
};

// A key has no before and after by itself; a plan or a trail in a file may.
const secondPolicy = async (context: Context, a: string): Promise<string | undefined> => {
  if (!context.outside.terminal.interactive || parseTarget(a).kind !== "key") return undefined;
  const { askFor } = await import("../../ask/ask-target.ts");
  return askFor(context, "Which policy?");
};

interface Two {
  readonly a: string;
  readonly b: string;
  readonly old: OpenTarget;
  readonly fresh: OpenTarget;
}

const diffTwo = async (context: Context, { a, b, ...open }: Two, options: DiffOptions): Promise<Answer> => {
  const [old, fresh] = await Promise.all([open.old.document(), open.fresh.document()]);
  const facts = sharedFacts(open.old, open.fresh);
  // Lists are sets to KMS, which returns them in an order that differs from call to call.
  const alike = fresh.dialect ? fresh : orderedLike(fresh, old);
  const text = unifiedDiff(old.text, alike.text, { before: a, after: b });
  const subject = open.fresh.target.kind === "key" ? open.fresh : open.old;
  const [was, is] = [readPolicy(old), readPolicy(fresh)];
  const defined = asDefined(
    { policy: was, definitionOf: open.old.contained?.key.definitionOf },
    { policy: is, definitionOf: open.fresh.contained?.key.definitionOf },
  );
  const byName = await named(context, options, subject, [was, defined]);
  const access = byName?.access ?? compareAccess(was, defined, facts);
  const { people, looked } = byName ?? {};
  const policies = [was, is];
  if (ownerOf(policies, facts) === undefined) sayOwner(context, subject, policies);
  // What gives other access is written differently.
  const equal = access.equivalent && writtenAlike(old, alike);
  const selector = selectorOf(open.fresh) ?? selectorOf(open.old);
  const told = { equal, ...access, text, ...looked, ...(selector !== undefined && { selector }) };
  const differs = options.text ? text !== "" : !access.equivalent;
  const fails =
    (options.exitCode && differs) ||
    (options.failOn === "changed" && !access.equivalent) ||
    (options.failOn === "gained" && access.gained.length > 0);
  return {
    exit: fails ? exitCodes.no : exitCodes.done,
    json: told,
    view: () =>
      options.format === "json"
        ? asJson(told)
        : inWords(context, options, { equal, text, access, facts, people }) +
          (looked ? `\n${renderLookedAt(looked, resultColumns(context.outside))}` : ""),
  };
};

const named = async (
  context: Context,
  options: DiffOptions,
  subject: OpenTarget,
  policies: readonly [Policy, Policy],
) => {
  const asked = withProfiles(options);
  if (!asksIam(asked)) return undefined;
  const { diffByName } = await import("./diff-by-name.ts");
  return diffByName(context, asked, subject, policies);
};

/** The name of a key that stands in a document with others. */
const selectorOf = ({ target }: OpenTarget): string | undefined =>
  target.kind === "file" ? target.key : undefined;

/** A key knows more about itself than flags tell of a file. */
const sharedFacts = (before: OpenTarget, after: OpenTarget): KeyFacts =>
  after.target.kind === "key" || (before.contained === undefined && after.contained !== undefined)
    ? after.facts
    : before.facts;

interface Difference {
  readonly equal: boolean;
  readonly text: string;
  readonly access: AccessChange;
  readonly facts: KeyFacts;
  readonly people: People | undefined;
}

const inWords = (
  context: Context,
  options: DiffOptions,
  { equal, text, access, facts, people }: Difference,
): string => {
  const { style, outside } = context;
  const parts: string[] = [];
  if (!options.access && text !== "") parts.push(renderTextDiff(text, style));
  if (!options.text && !options.access && equal && text !== "")
    parts.push("The same policy: the text alone is laid out differently.\n");
  if (!options.text && !equal) {
    const columns = resultColumns(outside);
    parts.push(
      renderAccessDiff(access, facts, {
        style,
        columns,
        full: options.full ?? false,
        people,
        more: "--full shows all",
      }),
    );
  }
  return parts.join("\n");
};
