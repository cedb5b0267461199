import { commandFor, editResume } from "../../change/command-target.ts";
import { rebased } from "../../change/rebased.ts";
import { editSession, type EditSession } from "../../change/edit-session.ts";
import { type Examination } from "../../change/examination.ts";
import { propose } from "../../change/propose.ts";
import { requireConsent, requireEditable } from "../../change/requirements.ts";
import { runChange } from "../../change/run-change.ts";
import type { Road } from "../../change/services.ts";
import type { ChangeResult, PolicySubject, Snapshot } from "../../change/types.ts";
import { KmspolError } from "../../errors.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { ParsedText } from "../../policy/syntax.ts";
import { countFindings, renderFindings } from "../../render/findings.ts";
import type { Context } from "../../cli/app.ts";
import { changeOptions, changeServices } from "../change/change.ts";
import { confirmBypass } from "../../ask/confirm-bypass.ts";
import { type EditFlags, editStart } from "./edit-start.ts";
import { openEditable } from "../../target/open-editable.ts";
import type { Answer } from "../../output/answer.ts";
import { resultAnswer } from "../../output/print-result.ts";
import { noteColumns } from "../../cli/widths.ts";

/** Opens the policy in the editor and takes what was saved down the write path. The text is never lost. */
export const runEdit = async (
  context: Context,
  [operand]: readonly [string],
  flags: EditFlags,
): Promise<Answer> => {
  const { outside } = context;
  const options = changeOptions(context, flags);
  requireConsent(options, outside.terminal);
  const subject = await openEditable(context, operand, flags);
  const services = await changeServices(context, subject, { repeatable: true }, flags);
  requireEditable(subject, services.caller);
  await confirmBypass(context, subject, options);
  const road: Road = { subject, options, services };
  const editor = await outside.editor(flags.editor);
  const start = await editStart(context, subject, editor, flags);
  const session = editSession({
    editor,
    start,
    resume: (path) => editResume(subject, path),
    prompter: outside.terminal.interactive ? outside.prompter : undefined,
    format: flags.format ?? (flags.from?.match(/\.ya?ml$/i) ? "yaml" : undefined),
    rebase: (base, snapshot, result) => rebased(road, base, snapshot, result),
    examine: (snapshot, parsed, result) => examine(road, snapshot, parsed, result),
    report: (examination, text) => outside.terminal.note(reportWords(context, subject, examination, text)),
  });
  const run = () => runChange(subject, session, options, services);
  return resultAnswer(context, subject, await guarded(context, subject, session, run));
};

/** Judges an edited text as the write path will; findings get the places of the text that the user sees. */
const examine = async (
  road: Road,
  snapshot: Snapshot,
  parsed: ParsedText,
  result: PolicyDocument,
): Promise<Examination> => {
  const proposal = await propose(road, snapshot, result, {});
  const { judges, interactive, house = {} } = road.services;
  const findings =
    parsed.text === result.text ? proposal.findings : judges.check(parsed, road.subject.facts, house);
  const asks = interactive && !road.options.yes;
  return { findings, refusals: proposal.refusals.filter(({ acceptable }) => !(asks && acceptable)) };
};

const reportWords = (
  { noteStyle, outside }: Context,
  { label }: PolicySubject,
  { findings, refusals }: Examination,
  text: string,
): string => {
  const codes = new Set(refusals.map(({ code }) => code));
  const shown = findings.filter(({ code, severity }) => severity === "error" || codes.has(code));
  const options = { style: noteStyle, columns: noteColumns(outside), label, text };
  const general = refusals.filter(({ code }) => !shown.some((finding) => finding.code === code));
  const count = shown.length > 1 ? `\n${countFindings(shown)}\n` : "";
  return renderFindings(shown, options) + count + general.map(({ message }) => `${message}\n`).join("");
};

/** Removes the editor's file where its text was written or is the old one; else names it, with the way on. */
const guarded = async (
  { outside }: Context,
  subject: PolicySubject,
  session: EditSession,
  run: () => Promise<ChangeResult>,
): Promise<ChangeResult> => {
  try {
    const result = await run();
    if (result.outcome !== "planned") await session.forget();
    else if (session.keptFile() !== undefined)
      outside.terminal.note(`kmspol: ${keptWords(subject, session, true)}\n`);
    return result;
  } catch (error) {
    throw withKeptFile(error, subject, session);
  }
};

const withKeptFile = (error: unknown, subject: PolicySubject, session: EditSession): unknown => {
  const file = session.keptFile();
  if (file === undefined || !(error instanceof KmspolError) || error.hint?.includes(file)) return error;
  return error.withHint([error.hint, keptWords(subject, session)].filter(Boolean).join("\n"));
};

/** `good`: the text can be written as it is; one that may have errors goes back into the editor. */
const keptWords = (subject: PolicySubject, session: EditSession, good = false): string => {
  const file = session.keptFile() ?? "";
  const command = good ? commandFor(subject, "put", file) : editResume(subject, file);
  return `your text is kept in ${file}; go on with: ${command}`;
};
