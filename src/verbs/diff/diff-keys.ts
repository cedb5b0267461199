import type { Answer } from "../../output/answer.ts";
import type { DefinitionOf } from "../../change/as-defined.ts";
import { compareKey, isDifferent, type KeyDiff, type KeyPair } from "../../change/key-diff.ts";
import { exitCodes, UsageError } from "../../errors.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { renderKeysDiff } from "../../render/keys-diff.ts";
import { renderLookedAt } from "../../render/looked-at.ts";
import type { Contained } from "../../container/contained.ts";
import type { Context } from "../../cli/app.ts";
import type { DiffOptions } from "./diff-options.ts";
import { asksIam, withProfiles } from "../effective/iam-data-options.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { asJson } from "../../output/print.ts";
import { resultColumns } from "../../cli/widths.ts";

/** Both sides of a comparison; `b` undefined: a document that has both by itself. */
interface Sides {
  readonly a: string;
  readonly b: string | undefined;
  readonly before: readonly OpenTarget[];
  readonly after: readonly OpenTarget[];
}

interface Compared {
  readonly diff: KeyDiff;
  readonly facts: KeyFacts;
}

/** What becomes of every key of a document, or from one document to another. */
export const diffKeys = async (context: Context, sides: Sides, options: DiffOptions): Promise<Answer> => {
  const pairs = sides.b === undefined ? pairsWithin(sides.before, sides.a) : await pairsBetween(sides);
  const byName = await named(context, options, pairs);
  const keys = pairs.map((pair): Compared => {
    const notes = [...(pair.notes ?? []), ...(byName?.unknownOf(pair.facts) ?? [])];
    return { diff: compareKey({ ...pair, notes }, byName?.compare), facts: pair.facts };
  });
  const looked = byName?.lookedFor(keys.map(({ diff, facts }) => ({ ...diff, facts })));
  const title = sides.b === undefined ? sides.a : `${sides.a} → ${sides.b}`;
  const json = { ...asContract(keys), ...looked };
  const lines = looked ? `\n${renderLookedAt(looked, resultColumns(context.outside))}` : "";
  return {
    exit: fails(keys, options) ? exitCodes.no : exitCodes.done,
    json,
    view: async () => {
      if (options.format === "json") return asJson(json);
      const layout = { ...layoutOf(context, options), people: byName?.people };
      if (options.format !== "markdown") return renderKeysDiff(title, keys, layout) + lines;
      const { keysDiffMarkdown } = await import("../../render/keys-diff-markdown.ts");
      return keysDiffMarkdown(keys) + lines;
    },
  };
};

/** How keys are compared where IAM data was asked for. */
const named = async (context: Context, options: DiffOptions, pairs: readonly KeyPair[]) => {
  const asked = withProfiles(options);
  if (!asksIam(asked)) return undefined;
  return (await import("./keys-by-name.ts")).keysByName(context, asked, pairs);
};

const layoutOf = ({ style, outside }: Context, options: DiffOptions) => ({
  style,
  columns: resultColumns(outside),
  full: options.full ?? false,
  more: "--full shows all",
  showText: options.text ?? false,
  showAccess: !options.text,
});

/** The totals, and each key for itself. */
const asContract = (keys: readonly Compared[]) => ({
  equal: keys.every(({ diff }) => diff.equal),
  equivalent: !keys.some(({ diff }) => isDifferent(diff)),
  gained: keys.flatMap(({ diff }) => diff.gained),
  lost: keys.flatMap(({ diff }) => diff.lost),
  text: keys.map(({ diff }) => diff.text).join(""),
  keys: keys.map(({ diff }) => diff),
});

const fails = (keys: readonly Compared[], { exitCode, failOn }: DiffOptions): boolean => {
  const differs = keys.some(({ diff }) => isDifferent(diff));
  if (exitCode && differs) return true;
  if (failOn === "gained")
    return keys.some(({ diff }) => diff.gained.length > 0 || diff.unknown !== undefined);
  return failOn === "changed" && differs;
};

/** A plan's two sides, or the steps of a trail. Throws UsageError (`missing-operand`) for what has no before by itself. */
const pairsWithin = (targets: readonly OpenTarget[], a: string): readonly KeyPair[] => {
  const [first] = targets;
  const container = first?.contained?.container;
  if (container?.steps) return steps(targets);
  const pairs = targets.flatMap((target): KeyPair[] => {
    const key = target.contained?.key;
    if (!key?.before) return [];
    return [
      {
        selector: key.selector,
        facts: target.facts,
        before: key.before,
        after: key.policy,
        fate: key.fate,
        retained: key.retained,
        notes: key.notes,
      },
    ];
  });
  if (pairs.length > 0) return pairs;
  throw new UsageError("missing-operand", `${a} has no before and after by itself`, {
    hint: "name a second policy or document; a Terraform plan and a CloudTrail file have both",
  });
};

/** Each step against the one before it of the same key. */
const steps = (targets: readonly OpenTarget[]): readonly KeyPair[] => {
  const last = new Map<string, Contained>();
  return targets.flatMap(({ contained, facts }): KeyPair[] => {
    if (!contained) return [];
    const { selector, policy, notes } = contained.key;
    const of = facts.arn ?? "";
    const before = last.get(of) ?? { state: "none" };
    last.set(of, policy);
    return [{ selector, facts, before, after: policy, notes }];
  });
};

/** The keys of two documents by their selectors; a single policy faces a single one, whatever its name. */
const pairsBetween = async ({ before, after }: Sides): Promise<readonly KeyPair[]> => {
  const [old, fresh] = await Promise.all([sidesOf(before), sidesOf(after)]);
  if (old.length === 1 && fresh.length === 1 && old[0] && fresh[0])
    return [
      {
        ...fresh[0],
        before: old[0].policy,
        after: fresh[0].policy,
        definitions: definitionsOf(old[0], fresh[0]),
      },
    ];
  const names = [...new Set([...fresh, ...old].map(({ selector }) => selector))];
  return names.flatMap((selector): KeyPair[] => {
    const was = old.find((side) => side.selector === selector);
    const is = fresh.find((side) => side.selector === selector);
    const facts = is?.facts ?? was?.facts ?? {};
    const none = { state: "none" } as const;
    return [
      {
        selector,
        facts,
        before: was?.policy ?? none,
        after: is?.policy ?? none,
        definitions: definitionsOf(was, is),
        ...(is ? {} : { retained: was?.retained ?? false }),
      },
    ];
  });
};

const definitionsOf = (was: OneSide | undefined, is: OneSide | undefined) => ({
  before: was?.definitionOf,
  after: is?.definitionOf,
});

interface OneSide {
  readonly selector: string;
  readonly definitionOf?: DefinitionOf;
  readonly facts: KeyFacts;
  readonly policy: Contained;
  readonly retained?: boolean | undefined;
}

const sidesOf = (targets: readonly OpenTarget[]): Promise<readonly OneSide[]> =>
  Promise.all(
    targets.map(async (target): Promise<OneSide> => {
      const { contained, facts, label, format } = target;
      if (contained) {
        const { selector, policy, retained, definitionOf } = contained.key;
        return { selector, facts, policy, retained, definitionOf };
      }
      const { text } = await target.document();
      return { selector: label, facts, policy: { state: "policy", text, format, placeOf: (at) => at } };
    }),
  );
