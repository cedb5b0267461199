import type { ListedChange } from "../../change/all-changes.ts";
import type { PolicySubject } from "../../change/types.ts";
import { unifiedDiff } from "../../change/unified-diff.ts";
import type { Context } from "../../cli/app.ts";
import { reportError } from "../../cli/report-error.ts";
import { Interrupted, SteppedBack } from "../../errors.ts";
import { formatOfPath } from "../../target/policy-format.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import { orderedLike } from "../../policy/ordered-like.ts";
import { renderAccessDiff } from "../../render/access-diff.ts";
import { escapeText } from "../../render/escape.ts";
import { renderEntryChanges } from "../../render/entries/entry-changes.ts";
import { changeDetail, changeHeads, type TellAccess, type TellGone } from "../../render/history.ts";
import { renderTextDiff } from "../../render/text-diff.ts";
import { pageLayout } from "../../target/key-page.ts";
import type { ChangeRecord } from "../../ports.ts";
import type { Style } from "../../render/style.ts";
import type { Program } from "../verb.ts";

/** The changes of a policy, newest first, what each did to access, and whether somebody else has taken it away since. */
export interface ToldHistory {
  readonly changes: readonly ListedChange[];
  readonly access: TellAccess;
  readonly gone: TellGone;
}

/** A history that somebody goes through. */
export interface BrowsedHistory {
  readonly context: Context;
  readonly program: Program;
  readonly subject: PolicySubject;
  /** Reads it anew, after a change. */
  readonly read: () => Promise<ToldHistory>;
}

/**
 * The history as a list to go through: Enter shows what a change did, `u` takes it back through the write path, q leaves. Throws
 * Interrupted for Ctrl-C, and what reading the history throws.
 */
export const browseHistory = async (browsed: BrowsedHistory, first: ToldHistory): Promise<void> => {
  const { context, subject } = browsed;
  const prompter = await context.outside.prompter();
  let at: ListedChange | undefined;
  for (let told = first; ;) {
    const answer = await prompter.browse({
      heading: `Changes of ${subject.label}`,
      entries: entriesOf(browsed, told),
      keys: [
        { key: "diff", press: "Enter", does: "shows the diff" },
        { key: "undo", press: "u", does: "undoes it" },
      ],
      at,
    });
    if (answer === undefined) return;
    at = answer.value;
    if (answer.key === "diff") await prompter.page(shownChange(browsed, answer.value, told.access));
    else if (await undone(browsed, answer.value)) {
      told = await browsed.read();
      at = undefined;
    }
  }
};

const entriesOf = ({ context, subject }: BrowsedHistory, { changes, access, gone }: ToldHistory) => {
  const layout = { ...pageLayout(context), style: context.noteStyle, facts: subject.facts, access, gone };
  const heads = changeHeads(changes);
  return changes.map((change, i) => ({
    value: change,
    cells: heads[i] ?? [],
    detail: changeDetail(change, layout),
  }));
};

/** Who gained and lost what, and the text before and after. */
const shownChange = (
  { context, subject }: BrowsedHistory,
  change: ListedChange,
  access: TellAccess,
): string => {
  const { noteStyle: style, outside } = context;
  if (change.source === "cloudtrail") return putElsewhere(change.event.policy);
  const { own } = change;
  const did = access(change);
  const layout = { style, columns: outside.terminal.columns, full: false, more: "kmspol diff shows all" };
  const words = did ? `${renderAccessDiff(did, subject.facts, layout)}\n` : "";
  const after = inOrder(subject, own.before, own.after);
  const text = entryText(subject, own.before, after, layout) ?? wholeText(own, after, layout);
  return `\n${words}${text}\n`;
};

interface TextLayout {
  readonly style: Style;
  readonly columns: number;
  readonly more: string;
}

/** The lists of a key's policy by their entries, as in a review; undefined for a file, and where more than lists changed. */
const entryText = (
  { target }: PolicySubject,
  before: string,
  after: string,
  layout: TextLayout,
): string | undefined => {
  if (target.kind !== "key") return undefined;
  const [was, is] = [before, after].map((text) => documentOf(parsePolicyText(text, "json")));
  const lines = was && is && renderEntryChanges(was, is, layout);
  return lines && [layout.style.strong("Text:"), ...lines].map((line) => `${line}\n`).join("");
};

/** The text diff, its long lines folded by their elements. */
const wholeText = (
  { id, before, outcome }: ChangeRecord,
  after: string,
  { style, columns, more }: TextLayout,
): string => {
  const diff = unifiedDiff(before, after, {
    before: `before ${id}`,
    after: outcome === "failed" ? `${id}, which failed` : `after ${id}`,
  });
  return diff === ""
    ? "the text is the same\n"
    : renderTextDiff(diff, style, { lines: Infinity, more, columns });
};

const putElsewhere = (policy: string | undefined): string =>
  policy === undefined
    ? "\nCloudTrail does not tell the text of this one.\n\n"
    : `\nCloudTrail tells what was put, not what stood before:\n${escapeText(policy)}\n\n`;

/** The later text with its lists in the order of the earlier one, as far as both parse: KMS mixes them up. */
const inOrder = ({ target }: PolicySubject, before: string, after: string): string => {
  if (target.kind === "file" && target.key !== undefined) return after;
  const format = target.kind === "key" ? "json" : formatOfPath(target.path);
  const [a, b] = [before, after].map((text) => documentOf(parsePolicyText(text, format)));
  return a && b ? orderedLike(b, a).text : after;
};

/** Takes a change back as the verb does, with its question; what goes wrong is said. Whether something may have changed. */
const undone = async (
  { context, program, subject: { typed } }: BrowsedHistory,
  change: ListedChange,
): Promise<boolean> => {
  const { outside, global } = context;
  const verb = program.verbs.find(({ name }) => name === "undo");
  if (change.source === "cloudtrail" || typed === undefined || !verb) {
    outside.terminal.note("kmspol: only a change that kmspol made can be taken back here\n");
    return false;
  }
  const { id } = change.own;
  const { operand, flags } = typed;
  const args = ["undo", operand, "--change", id, ...flags];
  try {
    await program.run({ verb, operands: [operand], flags: { change: id }, global }, args, outside);
    return true;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (!(error instanceof SteppedBack)) reportError(error, args, outside);
    return false;
  }
};
