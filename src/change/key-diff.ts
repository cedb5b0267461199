import { compareAccess } from "../access/compare-access.ts";
import type { Access, AccessChange } from "../access/types.ts";
import type { Contained, Fate } from "../container/contained.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../policy/document.ts";
import type { Policy } from "../policy/model.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { positionAt } from "../policy/text/position.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { writtenAlike } from "../policy/written-alike.ts";
import { asDefined, type DefinitionOf } from "./as-defined.ts";
import { unifiedDiff } from "./unified-diff.ts";

/** A key on both sides of a comparison. */
export interface KeyPair {
  readonly selector: string;
  readonly facts: KeyFacts;
  readonly before: Contained;
  readonly after: Contained;
  readonly fate?: Fate | undefined;
  readonly retained?: boolean | undefined;
  readonly notes?: readonly string[] | undefined;
  /** What the documents of both sides say of names that are left open. */
  readonly definitions?: { readonly before: DefinitionOf; readonly after: DefinitionOf } | undefined;
}

/** What becomes of one key; what `--json` prints of it in `keys`. */
export interface KeyDiff extends AccessChange {
  readonly selector: string;
  readonly change: Fate["change"];
  readonly because?: string;
  /** The same document. */
  readonly equal: boolean;
  readonly text: string;
  readonly gained: readonly Access[];
  readonly lost: readonly Access[];
  /** The document gives no policy: KMS puts its default one. */
  readonly default?: true;
  /** Known in part: from what it is read. */
  readonly from?: string;
  /** Not known yet: on what it waits; and why, in words. */
  readonly unknown?: readonly string[];
  readonly why?: string;
  /** The key stays in the account where its document lets it go. */
  readonly retained?: boolean;
  readonly notes?: readonly string[];
}

const nothing = '{"Version":"2012-10-17","Statement":[]}';

/** How two policies of a key are compared. */
export type CompareKey = (before: Policy, after: Policy, facts: KeyFacts) => AccessChange;

/** Compares a key's policy before and after. What cannot be read is neither the same nor different: `unknown` says so. */
export const compareKey = (pair: KeyPair, compare: CompareKey = compareAccess): KeyDiff => {
  const { selector, before, after, fate, retained, notes } = pair;
  const rest = {
    selector,
    change: changeOf(pair),
    ...(fate?.because !== undefined && { because: fate.because }),
    ...(after.state === "policy" && after.isDefault && { default: true as const }),
    ...(after.state === "policy" && after.from !== undefined && { from: after.from }),
    ...(retained !== undefined && { retained }),
    ...(notes && notes.length > 0 && { notes }),
  };
  const open = unreadIn(after) ?? unreadIn(before);
  // What is not shown cannot be compared, but whoever wrote the document did.
  if (open && (fate?.change === "same" || isSameText(before, after)))
    return { ...rest, change: "same", equal: true, equivalent: true, gained: [], lost: [], text: "" };
  if (open) {
    const unknown = { unknown: open.dependsOn, why: open.message };
    return { ...rest, ...unknown, equal: false, equivalent: false, gained: [], lost: [], text: "" };
  }
  const [old, fresh] = [documentIn(before), documentIn(after)];
  const [was, is] = [readPolicy(old), readPolicy(fresh)];
  const { definitions } = pair;
  const defined = asDefined(
    { policy: was, definitionOf: definitions?.before },
    { policy: is, definitionOf: definitions?.after },
  );
  const access = compare(was, defined, pair.facts);
  const text = unifiedDiff(textOf(before), textOf(after), { before: selector, after: selector });
  const equal = access.equivalent && writtenAlike(old, fresh);
  const isSame = rest.change === "changed" && access.equivalent;
  return { ...rest, ...(isSame && { change: "same" as const }), ...access, equal, text };
};

/** The same letters say the same, whatever is wrong with them. */
const isSameText = (before: Contained, after: Contained): boolean =>
  before.state === "policy" && after.state === "policy" && before.text === after.text;

/** Why a side says nothing that can be compared: it is known later, or its text is broken; undefined for one that can. */
const unreadIn = (
  side: Contained,
): { readonly dependsOn: readonly string[]; readonly message: string } | undefined => {
  if (side.state === "unknown") return side;
  if (side.state === "none") return undefined;
  const [problem] = parsePolicyText(side.text, side.format, side.dialect).problems;
  if (!problem) return undefined;
  const { line, column } = positionAt(side.text, problem.start);
  const message = `the policy cannot be read, at line ${line}, column ${column} of its text: ${problem.message}`;
  return { dependsOn: [], message };
};

const changeOf = ({ before, after, fate }: KeyPair): Fate["change"] => {
  if (fate && fate.change !== "same") return fate.change;
  if (before.state === "none") return "added";
  return after.state === "none" ? "removed" : "changed";
};

const textOf = (side: Contained): string => (side.state === "policy" ? side.text : "");

const documentIn = (side: Contained): PolicyDocument => {
  const parsed =
    side.state === "policy"
      ? parsePolicyText(side.text, side.format, side.dialect)
      : parsePolicyText(nothing, "json");
  return documentOf(parsed) ?? (documentOf(parsePolicyText(nothing, "json")) as PolicyDocument);
};

/** Whether anything is different, or may be. */
export const isDifferent = ({ change, equivalent }: KeyDiff): boolean =>
  !equivalent || change === "added" || change === "removed" || change === "replaced";
