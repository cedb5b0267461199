import type { PolicyDocument } from "../policy/document.ts";
import type { ParsedText } from "../policy/syntax.ts";
import type { EditedText, Editor } from "../editor-port.ts";
import type { Prompter } from "../questions.ts";
import { codeOf } from "../check/finding.ts";
import { bufferShape, isEmptied, readBuffer, writeBuffer } from "./edit-buffer.ts";
import { type BufferShape } from "./buffer-shape.ts";
import { headerLines } from "./edit-header.ts";
import { type EditAttempt, editView, type EditView } from "./edit-view.ts";
import { syntaxFindings } from "./syntax-findings.ts";
import { keptOf } from "./kept-edit.ts";
import type { Edit, EditResult, PolicySubject, Snapshot } from "./types.ts";
import { askWhatNow, editorDoesNotWait, editorFailed, leftUnwritten, notMended } from "./what-now.ts";
import type { Examination } from "./examination.ts";

export interface EditSessionServices {
  readonly editor: Editor;
  /** Asks `What now?`; undefined without a terminal. */
  readonly prompter: (() => Promise<Pick<Prompter, "choose">>) | undefined;
  readonly format: "json" | "yaml" | undefined;
  /** The text to begin with, instead of the policy as it stands: an earlier edit's, with or without our lines. */
  readonly start?: EditStart | undefined;
  /** The command that goes on with the text in a file. */
  readonly resume: (path: string) => string;
  /** Judges a text that parses. `result` is the whole new policy in the document's own format. */
  examine(snapshot: Snapshot, parsed: ParsedText, result: PolicyDocument): Promise<Examination>;
  /** What becomes of a text that was begun from another policy, `base`, than the one that stands. */
  rebase(base: PolicyDocument | string, snapshot: Snapshot, result: PolicyDocument): Promise<EditResult>;
  /** Shows why `text`, as the user edited it, is not good yet. */
  report(examination: Examination, text: string): void;
}

/** An earlier edit that is gone on with. */
export interface EditStart {
  readonly text: string;
  /** The policy as it stood when that text was begun, where it is known. */
  readonly base?: string | undefined;
  /** Called once the editor has brought back a text of its own. */
  taken(): Promise<void>;
}

/** An edit that a person makes in their editor, and what is to become of their text afterwards. */
export interface EditSession extends Edit {
  /** The file that holds the user's changed text; undefined where there is none. */
  keptFile(): string | undefined;
  /** Removes the text: it was written, or given up on purpose. */
  forget(): Promise<void>;
}

/** One opening of the editor: what the user left, without our lines, and the file it is in. */
interface Round {
  readonly own: string;
  readonly file: EditedText;
}

/** Whose policy is edited, and how it stood when the text was begun. */
interface Begun {
  readonly subject: PolicySubject;
  readonly base: string;
}

const nothingWrong: Examination = { findings: [], refusals: [] };

/** Without a terminal an editor that never comes to an end is stopped here. */
const maximumRounds = 50;

/**
 * Opens the policy in the editor until the text is good. Unchanged or emptied: the original comes back. Throws
 * CancelledError where the editor ended non-zero or the user quits, RefusedError (`edit-refused`) where nobody can be
 * asked and the text came back bad and unchanged. The text stays in its file until `forget`.
 */
export const editSession = (services: EditSessionServices): EditSession => {
  let kept: Round | undefined;
  let changed = false;
  let isStarted = false;
  // What the text was begun from: others may write before it is written.
  let base: PolicyDocument | string | undefined;

  const forget = async () => {
    const file = kept?.file;
    kept = undefined;
    changed = false;
    await file?.forget();
  };

  /** The new text is on disk before the old one goes. */
  const take = async (round: Round, original: string) => {
    if (round.own === original && round.file.mayBeOpen !== undefined)
      throw editorDoesNotWait(round.file.mayBeOpen, round.file.path, services.resume(round.file.path));
    const before = kept?.file;
    kept = round;
    changed = round.own !== original && !isEmptied(round.own);
    await before?.forget();
    if (!changed) await forget();
    if (!round.file.ok) throw editorFailed();
  };

  const goOn = async (examination: Examination, round: Round, isLast: boolean) => {
    if (!services.prompter && !isLast) return;
    services.report(examination, round.own);
    if (!services.prompter) throw notMended(examination);
    const answer = await askWhatNow(await services.prompter());
    if (answer === "discard") await forget();
    if (answer !== "edit") throw leftUnwritten();
  };

  const make = async (snapshot: Snapshot): Promise<EditResult> => {
    const view = await editView(snapshot.document, services.format);
    const shape = bufferShape(view.text, view.comment);
    const start = isStarted ? undefined : services.start;
    isStarted = true;
    base ??= services.start?.base ?? snapshot.document;
    const begun = { subject: snapshot.subject, base: typeof base === "string" ? base : base.text };
    let text = kept?.own ?? (start ? readBuffer(start.text, shape) : view.text);
    let examination = start ? await judge(services, snapshot, view.back(text)) : nothingWrong;
    for (let count = 1; ; count++) {
      const round = await openRound(services, begun, view, shape, text, examination);
      if (count === 1) await start?.taken();
      await take(round, view.text);
      if (!changed) return unchanged(snapshot, round.own);
      const attempt = view.back(round.own);
      examination = await judge(services, snapshot, attempt);
      if (attempt.result !== undefined && examination.refusals.length === 0)
        return services.rebase(base, snapshot, attempt.result);
      await goOn(examination, round, round.own === text || count === maximumRounds);
      text = round.own;
    }
  };

  return { repeatable: true, keptFile: () => (changed ? kept?.file.path : undefined), forget, make };
};

const openRound = async (
  { editor, resume }: EditSessionServices,
  { subject, base }: Begun,
  view: EditView,
  shape: BufferShape,
  text: string,
  { findings, refusals }: Examination,
): Promise<Round> => {
  const shown = findings.filter(({ severity }) => severity !== "suggestion");
  const header = headerLines(subject.label, shape, refusals, shown);
  const buffer = writeBuffer(text, shape, header, shown);
  // What was there before is not what has to be mended now.
  const first = shown.find(({ introduced }) => introduced !== false) ?? shown[0];
  const line = first && { line: lineOf(buffer, `${shape.marker}${first.severity} ${codeOf(first)}:`) };
  const file = await editor.open(buffer, {
    ...{
      suffix: view.suffix,
      ...line,
      resume,
      of: { ...keptOf(subject), ...(subject.target.kind === "key" && { base }) },
    },
    untouched: text === view.text,
  });
  return { own: readBuffer(file.text, shape), file };
};

const lineOf = (buffer: string, words: string): number =>
  buffer.slice(0, buffer.indexOf(words)).split(/\r\n|\n|\r/).length;

const unchanged = (snapshot: Snapshot, own: string): EditResult => ({
  text: snapshot.document.text,
  document: snapshot.document,
  notes: isEmptied(own) ? ["The text was emptied: nothing is changed."] : [],
});

const judge = async (
  services: EditSessionServices,
  snapshot: Snapshot,
  { parsed, result }: EditAttempt,
): Promise<Examination> => {
  if (result !== undefined) return services.examine(snapshot, parsed, result);
  const findings = syntaxFindings(parsed);
  return { findings, refusals: findings.slice(0, 1).map((finding) => ({ ...finding, acceptable: false })) };
};
