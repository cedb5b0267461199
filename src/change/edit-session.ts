import type { Finding } from "../check/finding.ts";
import { CancelledError, RefusedError } from "../errors.ts";
import type { ParsedText } from "../policy/syntax.ts";
import type { EditedText, Editor, Prompter } from "../ports.ts";
import { bufferShape, isEmptied, readBuffer, writeBuffer, type BufferShape } from "./edit-buffer.ts";
import { editView, type EditView } from "./edit-view.ts";
import { syntaxFindings } from "./syntax-findings.ts";
import type { Edit, EditResult, Refusal, Snapshot } from "./types.ts";

/** What is wrong with an edited text. `findings` count in the lines of the text that the user edited. */
export interface Examination {
  readonly findings: readonly Finding[];
  /** What must be mended before the text can be offered for writing; empty when it is good. */
  readonly refusals: readonly Refusal[];
}

export interface EditSessionServices {
  readonly editor: Editor;
  /** Asks `What now?`; undefined without a terminal. */
  readonly prompter: (() => Promise<Prompter>) | undefined;
  readonly format: "json" | "yaml" | undefined;
  /** Judges a text that parses. `result` is the whole new policy in the document's own format. */
  examine(snapshot: Snapshot, parsed: ParsedText, result: string): Promise<Examination>;
  /** Shows why a text is not good yet. */
  report(examination: Examination, text: string): void;
}

/** An edit that a person makes in their editor, and what is to become of their text afterwards. */
export interface EditSession extends Edit {
  /** The file that holds the user's changed text; undefined where there is none. */
  keptFile(): string | undefined;
  /** Removes the text: it was written, or given up on purpose. */
  forget(): Promise<void>;
}

/** Without a terminal an editor that never comes to an end is stopped here. */
const maximumRounds = 50;

interface Round {
  readonly own: string;
  readonly file: EditedText;
}

/**
 * Opens the policy in the editor until the text is good. Unchanged or emptied: the original comes back. Throws
 * CancelledError where the editor ended non-zero or the user quits, RefusedError (`edit-refused`) where nobody can be
 * asked and the text came back bad and unchanged. The text stays in its file until `forget`.
 */
export const editSession = (services: EditSessionServices): EditSession => {
  let last: Round | undefined;
  let changed = false;
  const forget = async () => {
    const { file } = last ?? {};
    last = undefined;
    changed = false;
    await file?.forget();
  };
  return {
    repeatable: true,
    keptFile: () => (changed ? last?.file.path : undefined),
    forget,
    make: async (snapshot) => {
      const view = editView(snapshot.document, services.format);
      const shape = bufferShape(view.text, view.comment);
      let text = last?.own ?? view.text;
      let examination: Examination = { findings: [], refusals: [] };
      for (let round = 1; ; round++) {
        const opened = await openRound(services, snapshot, view, shape, text, examination);
        await last?.file.forget();
        last = opened;
        changed = opened.own !== view.text && !isEmptied(opened.own);
        if (!opened.file.ok) throw endedBadly();
        if (!changed) return abandon(snapshot, opened.own, forget);
        const attempt = view.back(opened.own);
        examination = await judge(services, snapshot, attempt);
        if (attempt.result !== undefined && examination.refusals.length === 0)
          return { text: attempt.result };
        await whatNow(services, examination, opened, round, { unchanged: opened.own === text, forget });
        text = opened.own;
      }
    },
  };
};

const openRound = async (
  services: EditSessionServices,
  snapshot: Snapshot,
  view: EditView,
  shape: BufferShape,
  text: string,
  examination: Examination,
): Promise<Round> => {
  const general = examination.refusals.filter(
    (refusal) => !examination.findings.some(({ code }) => code === refusal.code),
  );
  const header = [...headerLines(snapshot.subject.label, shape), ...general.flatMap(refusalLines)];
  const shown = examination.findings.filter(({ severity }) => severity !== "suggestion");
  const buffer = writeBuffer(text, shape, header, shown);
  const line =
    shown[0] &&
    buffer
      .split(/\r\n|\n|\r/)
      .findIndex((one) => one.includes(`${shape.marker}${shown[0]?.severity ?? ""} `)) + 1;
  const file = await services.editor.open(buffer, { suffix: view.suffix, ...(line ? { line } : {}) });
  return { own: readBuffer(file.text, shape), file };
};

const headerLines = (label: string, shape: BufferShape): string[] => [
  `The key policy of ${label}.`.replace(/\p{Cc}+/gu, " "),
  "Change it, save it and leave the editor. Then you see what it changes, and are asked.",
  "To stop here, leave it unchanged or empty it.",
  `Lines that begin with ${shape.marker.trim()} are removed.`,
  "",
];

const refusalLines = (refusal: Refusal): string[] =>
  [
    `error ${refusal.code}: ${refusal.message}`,
    ...(refusal.hint === undefined ? [] : [`  ${refusal.hint}`]),
  ].map((line) => line.replace(/[\p{Cc}\u2028\u2029]+/gu, " "));

const abandon = async (snapshot: Snapshot, own: string, forget: () => Promise<void>): Promise<EditResult> => {
  await forget();
  const notes = isEmptied(own) ? ["The text was emptied: nothing is changed."] : [];
  return { text: snapshot.document.text, notes };
};

const judge = async (
  services: EditSessionServices,
  snapshot: Snapshot,
  { parsed, result }: ReturnType<EditView["back"]>,
): Promise<Examination> => {
  if (result !== undefined) return services.examine(snapshot, parsed, result);
  const findings = syntaxFindings(parsed);
  return { findings, refusals: findings.slice(0, 1).map((finding) => ({ ...finding, acceptable: false })) };
};

/** After a failed check: on a terminal the user says how to go on; else once more, unless nothing came of it. */
const whatNow = async (
  services: EditSessionServices,
  examination: Examination,
  { own, file }: Round,
  round: number,
  { unchanged, forget }: { unchanged: boolean; forget: () => Promise<void> },
): Promise<void> => {
  services.report(examination, own);
  if (!services.prompter) {
    if (unchanged || round >= maximumRounds) throw notMended(examination);
    return;
  }
  const prompter = await services.prompter();
  const answer = await prompter.choose("What now?", whatNowChoices, "edit");
  if (answer === "edit") return;
  if (answer === "discard") await forget();
  throw new CancelledError("edit-cancelled", "Nothing was written.", {
    hint: answer === "keep" ? `Your text is in ${file.path}` : undefined,
  });
};

const whatNowChoices = [
  { key: "edit", label: "Edit again" },
  { key: "keep", label: "Save and quit: keep the text in a file" },
  { key: "discard", label: "Discard the text" },
] as const;

const endedBadly = (): CancelledError =>
  new CancelledError("editor-failed", "The editor ended with a non-zero status: nothing was written.");

const notMended = ({ refusals }: Examination): RefusedError =>
  new RefusedError(
    "edit-refused",
    `The text was left as it is, and it cannot be written: ${refusals[0]?.message ?? ""}`,
    {
      hint: refusals[0]?.hint,
    },
  );
