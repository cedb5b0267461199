import { keptName } from "../change/kept-edit.ts";
import { opensKey } from "../change/opens-key.ts";
import type { Proposal, Refusal, Reviewer } from "../change/types.ts";
import { CancelledError, KmspolError, SteppedBack } from "../errors.ts";
import type { Choice } from "../questions.ts";
import { questionWords, renderReview, renderSummary, type ReviewOptions } from "../render/review.ts";
import { escapeLine, escapeText } from "../render/escape.ts";
import type { Context } from "../cli/app.ts";
import { typeKeyId, typeName } from "./confirm-bypass.ts";
import { noteColumns } from "../cli/widths.ts";

/** Lines of a text diff before it is cut: what is left of a screen, and a screenful for whoever has none. */
const diffLines = ({ outside }: Context): number => Math.max(20, outside.terminal.rows - 12);

type Answer = "yes" | "no" | "edit" | "diff" | "save";

/** How proposals are shown. */
export interface ReviewerOptions {
  /** Long lists are not cut. */
  readonly full: boolean;
  /** The edit can be sent back. */
  readonly repeatable: boolean;
  /** The user will be asked, not the flags. */
  readonly asks: boolean;
  /** Security findings do not end the command: there is somebody who may accept them. */
  readonly accepts: boolean;
  /** The lockout check is switched off. */
  readonly bypasses: boolean;
}

/** Shows proposals on standard error, and asks on the terminal. */
export const createReviewer = (context: Context, options: ReviewerOptions): Reviewer => {
  const { terminal } = context.outside;
  const layout = (): ReviewOptions => ({
    style: context.noteStyle,
    columns: noteColumns(context.outside),
    full: options.full,
    diffLines: diffLines(context),
    more: options.asks ? "the full diff shows all" : "--full shows all",
    folds: context.outside.errorIsTerminal,
    asks: options.asks,
  });
  return {
    show: (proposal) => {
      if (context.global.json && !terminal.interactive) return;
      for (const note of proposal.notes) context.saidNotes.add(note);
      // What a question follows is shown page by page, right before it.
      if (options.asks && isQuestion(proposal, options.repeatable)) return;
      terminal.note(renderReview(proposal, { ...layout(), unsaid: ending(proposal, options) }));
    },
    decide: async (proposal) => {
      const prompter = await context.outside.prompter();
      /** What was paged has scrolled away, or was left before its end: the access is always right above the question. */
      const page = async (text: string) => {
        if (await prompter.page(text)) terminal.note(`\n${renderSummary(proposal, layout())}\n`);
      };
      await page(renderReview(proposal, layout()));
      for (;;) {
        const answer = await prompter.choose(
          questionWords(proposal),
          choicesFor(proposal, options.repeatable),
          "no",
        );
        if (answer === "diff") await page(renderReview(proposal, { ...layout(), full: true }));
        else if (answer === "save") await saveText(context, proposal);
        else if (answer !== "yes") return answer === "edit" ? "edit-again" : "cancel";
        else if (await isConfirmed(context, proposal, options)) return "apply";
      }
    },
  };
};

/** Esc at what is to be typed goes back to the question. */
const isConfirmed = async (
  context: Context,
  proposal: Proposal,
  { bypasses }: ReviewerOptions,
): Promise<boolean> => {
  const { subject } = proposal.snapshot;
  try {
    if (bypasses) await typeKeyId(context, subject);
    if (opensKey(proposal)) await typeName(context, subject);
    return true;
  } catch (error) {
    if (error instanceof SteppedBack) return false;
    throw error;
  }
};

/** The refusal that ends the command as an error, where one does: it says itself what it is. */
const ending = ({ refusals }: Proposal, { accepts }: ReviewerOptions): Refusal | undefined =>
  refusals.find(({ acceptable }) => !(accepts && acceptable));

/** What is refused for good is no question, unless it can be edited again. */
const isQuestion = ({ refusals }: Proposal, repeatable: boolean): boolean =>
  repeatable || refusals.every(({ acceptable }) => acceptable);

/** Yes is not offered for what cannot be written. */
const choicesFor = ({ refusals }: Proposal, repeatable: boolean): readonly Choice<Answer>[] => [
  { key: "no", label: "No, leave the policy as it is", letter: "n" },
  ...(refusals.every(({ acceptable }) => acceptable)
    ? [{ key: "yes", label: "Yes, write it", letter: "y" } as const]
    : []),
  ...(repeatable ? [{ key: "edit", label: "Edit again", letter: "e" } as const] : []),
  { key: "diff", label: "Full diff, nothing cut", letter: "d" },
  { key: "save", label: "Save the new text to a file", letter: "s" },
];

/** Esc at the name goes back to the question. */
const saveText = async (context: Context, { after, snapshot }: Proposal): Promise<void> => {
  const { outside } = context;
  const prompter = await outside.prompter();
  const nameProblem = (answer: string) => (answer.trim() === "" ? "a name is needed" : undefined);
  try {
    const usual = keptName(snapshot.subject, "new", after.format).replaceAll("/", "-");
    const typed = (await prompter.ask("File:", nameProblem, usual)).trim();
    // No shell reads what is typed here.
    const path = typed.replace(/^~(?=\/)/, outside.environment["HOME"] ?? "~");
    const files = await outside.files();
    await files.create(path, after.text);
    outside.terminal.note(`saved in ${escapeLine(path)}\n`);
  } catch (error) {
    if (error instanceof SteppedBack) return;
    if (!(error instanceof KmspolError) || error instanceof CancelledError) throw error;
    outside.terminal.note(`${escapeText(error.message)}\n`);
  }
};
