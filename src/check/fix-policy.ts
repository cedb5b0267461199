import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { withChange, withChanges, type Change } from "../policy/text/with-change.ts";
import { nodeAt } from "../policy/text/node-at.ts";
import { draftsOf, type CodedDraft } from "./check.ts";
import { descriptionOf } from "./catalogue.ts";
import { isTimeToTryFix } from "./effort.ts";
import type { CheckOptions } from "./options.ts";
import { groupsOf, keepsAccess, safetyOf, withGroup } from "./safe-fixes.ts";

/** More rounds than a policy of legal size has faults. */
const maximumRounds = 2000;

/** A mended document, and what was left alone for want of time. */
export interface Mended {
  readonly document: PolicyDocument;
  /** There are fixes of which it was not seen what they do to access: they were not made. */
  readonly untried: boolean;
}

/** Whether a finding is to be left alone: it is ignored or accepted, say. */
export type Spared = (finding: Pick<CodedDraft, "code" | "message">) => boolean;

/**
 * Mends what has one safe answer by small edits, with a new check after those of one kind, so that edits never meet, and what an edit
 * brings to light (the statements under a misspelt `statement`) is mended too. What `isSpared` is left alone. Nobody gains access by
 * it, and nobody loses kms:PutKeyPolicy: a misspelt word that would give somebody something stays, with its hint. That is seen in the
 * end; where it does not hold, the edits are made again one by one, without those that are at fault.
 */
export const mendPolicy = (
  document: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions = {},
  isSpared: Spared = () => false,
): Mended => {
  const task = { facts, options: { ...options }, isSpared };
  const { statements } = readPolicy(document);
  if (!isTimeToTryFix(document, [...statements, ...statements], task.options))
    return mendUnseen(document, task);
  const all = repeated(document, (current) => step(current, fixesIn(current, task)));
  const safety = safetyOf(document, all, facts, task.options);
  return safety === "safe" ? { document: all, untried: false } : mendCarefully(document, task);
};

/** Makes only what never changes access, where there is no time to see what the others do to it. */
const mendUnseen = (document: PolicyDocument, task: Task): Mended => {
  let untried = false;
  const mended = repeated(document, (current) => {
    const fixes = fixesIn(current, task);
    const keeping = fixes.filter(keepsAccess);
    untried = keeping.length < fixes.length;
    return step(current, keeping);
  });
  return { document: mended, untried };
};

/** `mendPolicy`, the document alone. */
export const fixPolicy = (
  document: PolicyDocument,
  facts: KeyFacts,
  options: CheckOptions = {},
  isSpared: Spared = () => false,
): PolicyDocument => mendPolicy(document, facts, options, isSpared).document;

interface Task {
  readonly facts: KeyFacts;
  readonly options: CheckOptions;
  readonly isSpared: Spared;
}

const fixesIn = (document: PolicyDocument, { facts, options, isSpared }: Task): readonly CodedDraft[] =>
  draftsOf(asParsed(document), facts, options).filter(
    (draft) => draft.fix && !isSpared(draft) && !isHeld(document, draft),
  );

const repeated = (
  document: PolicyDocument,
  next: (current: PolicyDocument) => PolicyDocument | undefined,
): PolicyDocument => {
  let current = document;
  for (let round = 0; round < maximumRounds; round++) {
    const mended = next(current);
    if (!mended) break;
    current = mended;
  }
  return current;
};

/**
 * The document after the first edits that change something: those of one code, together where they do not meet. Undefined where none is
 * left.
 */
const step = (document: PolicyDocument, drafts: readonly CodedDraft[]): PolicyDocument | undefined => {
  for (const code of new Set(drafts.map((draft) => draft.code))) {
    const ofCode = drafts.filter((draft) => draft.code === code);
    const mended = applied(document, oneOfEach(placeOf, ofCode));
    if (mended.text !== document.text) return mended;
  }
  return undefined;
};

/** What a template writes elsewhere, or for several cases at once, is not mended here. */
const isHeld = ({ dialect, ...document }: PolicyDocument, { at }: CodedDraft): boolean => {
  const node = dialect?.heldBy && nodeAt(document, at.path);
  return node !== undefined && dialect?.heldBy?.(node) !== undefined;
};

/** Makes only what is safe by itself, until nothing more is: what was not so at first may be so once another fault is gone. */
const mendCarefully = (document: PolicyDocument, task: Task): Mended => {
  let untried = false;
  const next = (current: PolicyDocument): PolicyDocument | undefined => {
    untried = false;
    for (const { make, keeps } of editsFor(current, fixesIn(current, task))) {
      const mended = make();
      if (!mended || mended.text === current.text) continue;
      const safety = safetyOf(current, mended, task.facts, task.options);
      if (safety === "safe" || (keeps && safety === "unknown")) return mended;
      untried ||= safety === "unknown";
    }
    return undefined;
  };
  const mended = repeated(document, next);
  return { document: mended, untried };
};

/** One edit of several that may be made or not. */
interface Candidate {
  readonly make: () => PolicyDocument | undefined;
  /** Where nothing is known of it, it keeps access. */
  readonly keeps: boolean;
}

const editsFor = (document: PolicyDocument, drafts: readonly CodedDraft[]): readonly Candidate[] => {
  const keeping = drafts.filter(keepsAccess);
  const codes = [...new Set(keeping.map(({ code }) => code))];
  return [
    ...codes.map((code) => ({
      make: () =>
        step(
          document,
          keeping.filter((draft) => draft.code === code),
        ),
      keeps: true,
    })),
    ...groupsOf(drafts.filter((draft) => !keepsAccess(draft))).map((group) => ({
      make: () => withGroup(document, group),
      keeps: false,
    })),
  ];
};

const statementOf = ({ at }: CodedDraft): string => String(at.path[1]);

/** Findings with the same word may get in each other's way. */
const placeOf = (draft: CodedDraft): string => {
  const { path } = draft.at;
  switch (descriptionOf(draft.code).fixesMeet) {
    case "never":
      return JSON.stringify(path);
    case "in one object":
      return JSON.stringify(path.slice(0, -1));
    default:
      return statementOf(draft);
  }
};

const oneOfEach = (
  place: (draft: CodedDraft) => string,
  drafts: readonly CodedDraft[],
): readonly CodedDraft[] => [...new Map(drafts.map((draft) => [place(draft), draft])).values()];

/** Planned edits are made for one reading of the text, so that a thousand cost no more than one; the others one after the other, one of each statement, the last in the text first. */
const applied = (document: PolicyDocument, drafts: readonly CodedDraft[]): PolicyDocument => {
  const changes = drafts.flatMap(({ fix }) => fix?.plan(document) ?? []);
  if (changes.length > 0) return together(document, clearOf(changes));
  return [...oneOfEach(statementOf, drafts)]
    .sort((a, b) => b.at.start - a.at.start)
    .reduce((current, { fix }) => fix?.(current) ?? current, document);
};

/** As many as can be made at once: where the text takes them all in another way than meant, the first half of them. */
const together = (document: PolicyDocument, changes: readonly Change[]): PolicyDocument => {
  const [only, second] = changes;
  if (only && !second) return withChange(document, only);
  return (
    withChanges(document, changes) ?? together(document, changes.slice(0, Math.ceil(changes.length / 2)))
  );
};

/** The changes but those that reach into another one: they wait for the next round. */
const clearOf = (changes: readonly Change[]): readonly Change[] => {
  let clearFrom = 0;
  return changes
    .map((change) => ({ change, ...stretchOf(change) }))
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter(({ start, end }) => {
      const isClear = start >= clearFrom;
      if (isClear) clearFrom = end;
      return isClear;
    })
    .map(({ change }) => change);
};

const stretchOf = ({ replacements }: Change) => ({
  start: Math.min(...replacements.map(({ start }) => start)),
  end: Math.max(...replacements.map(({ end }) => end)),
});

const asParsed = ({ text, format, root }: PolicyDocument) => ({ text, format, root, problems: [] });
