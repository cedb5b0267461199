import { compareAccess } from "../access/compare-access.ts";
import type { Access } from "../access/types.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { descriptionOf, type FindingCode } from "./catalogue.ts";
import { mayTryFix } from "./effort.ts";
import type { CheckOptions } from "./options.ts";
import type { Draft } from "./rule.ts";

/** A draft with its rule's code. */
interface Coded extends Draft {
  readonly code: FindingCode;
}

/** What a fix does to access: `unknown` where there is no time to see. */
export type Safety = "safe" | "unsafe" | "unknown";

/** Whether fixes of this code never change who may do what. */
export const keepsAccess = ({ code }: Pick<Coded, "code">): boolean =>
  descriptionOf(code).fixKeepsAccess === true;

/**
 * Whether an edit is one that nobody has to agree to: nobody may do more afterwards, today or by an action to come, and whoever may
 * change the policy still may. What the engine cannot decide counts as a gain.
 */
export const safetyOf = (
  before: PolicyDocument,
  after: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions,
): Safety => {
  if (before.text === after.text) return "safe";
  const [was, is] = [readPolicy(before), readPolicy(after)];
  if (!mayTryFix(before, [...was.statements, ...is.statements], options)) return "unknown";
  const { gained, lost, future } = compareAccess(was, is, facts);
  const opens = gained.some(isOfKms) || (future?.gained.length ?? 0) > 0;
  return opens || lost.some(isAdministration) ? "unsafe" : "safe";
};

/** A misspelt name that leaves a Deny is an action for whoever has kms:*, and none of KMS. */
const isOfKms = ({ actions, unknownActions = [] }: Access): boolean =>
  actions.some((action) => !unknownActions.includes(action));

const isAdministration = ({ actions }: Access): boolean => actions.includes("kms:PutKeyPolicy");

/** More misspelt members of one object than anybody writes. */
const enough = 20;

/**
 * The drafts in groups that are made together or not at all: a statement whose members are all misspelt gains by the last of them, so
 * that all are meant, or none.
 */
export const groupsOf = <Found extends Coded>(drafts: readonly Found[]): readonly (readonly Found[])[] => {
  const groups = new Map<string, Found[]>();
  for (const draft of drafts) {
    const { code, at } = draft;
    const key = JSON.stringify([code, code === "unknown-element" ? at.path.slice(0, -1) : at.path]);
    groups.set(key, [...(groups.get(key) ?? []), draft]);
  }
  return [...groups.values()];
};

/** The document with the fixes of one group made; as it is where there are too many. */
export const withGroup = (document: PolicyDocument, group: readonly Coded[]): PolicyDocument =>
  group.length > enough ? document : group.reduce((current, { fix }) => fix?.(current) ?? current, document);

/** The drafts whose fix `check --fix` makes: those by which nobody gains anything and no administrator is lost. */
export const safeFixes = <Found extends Coded>(
  document: PolicyDocument,
  drafts: readonly Found[],
  facts: KeyFacts,
  options: CheckOptions,
): ReadonlySet<Found> => {
  const fixes = drafts.filter(({ fix }) => fix);
  const safe = fixes.filter(keepsAccess);
  const others = groupsOf(fixes.filter((draft) => !keepsAccess(draft))).filter(
    (group) => safetyOf(document, withGroup(document, group), facts, options) === "safe",
  );
  return new Set([...safe, ...others.flat()]);
};
