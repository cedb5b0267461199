import type { Proposal, Reviewer } from "../change/types.ts";
import { CancelledError, KmspolError, SteppedBack } from "../errors.ts";
import type { Choice } from "../questions.ts";
import { renderReview, questionWords } from "../render/review.ts";
import { escapeLine, escapeText } from "../render/escape.ts";
import type { Context } from "./app.ts";

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
}

/** Shows proposals on standard error, and asks on the terminal. */
export const createReviewer = (context: Context, options: ReviewerOptions): Reviewer => {
  const { terminal } = context.outside;
  const style = context.noteStyle;
  const layout = () => ({
    style,
    columns: terminal.columns,
    full: options.full,
    diffLines: diffLines(context),
    more: options.asks ? "the full diff shows all" : "--full shows all",
    folds: context.outside.errorIsTerminal,
  });
  // What a question follows is shown page by page, right before it.
  let unread = "";
  return {
    show: (proposal) => {
      if (context.global.json && !terminal.interactive) return;
      for (const note of proposal.notes) context.saidNotes.add(note);
      const text = renderReview(proposal, layout());
      if (options.asks && isQuestion(proposal, options.repeatable)) unread = text;
      else terminal.note(text);
    },
    decide: async (proposal) => {
      const prompter = await context.outside.prompter();
      await prompter.page(unread);
      for (;;) {
        const answer = await prompter.choose(
          questionWords(proposal),
          choicesFor(proposal, options.repeatable),
          "no",
        );
        if (answer === "diff") await prompter.page(renderReview(proposal, { ...layout(), full: true }));
        else if (answer === "save") await saveText(context, proposal);
        else return answer === "yes" ? "apply" : answer === "edit" ? "edit-again" : "cancel";
      }
    },
  };
};

/** What is refused for good is no question, unless it can be edited again. */
const isQuestion = ({ refusals }: Proposal, repeatable: boolean): boolean =>
  repeatable || refusals.every(({ acceptable }) => acceptable);

/** Yes is not offered for what cannot be written. */
const choicesFor = ({ refusals }: Proposal, repeatable: boolean): readonly Choice<Answer>[] => [
  { key: "no", label: "No, leave the policy as it is" },
  ...(refusals.every(({ acceptable }) => acceptable)
    ? [{ key: "yes", label: "Yes, write it" } as const]
    : []),
  ...(repeatable ? [{ key: "edit", label: "Edit again" } as const] : []),
  { key: "diff", label: "Full diff, nothing cut" },
  { key: "save", label: "Save the new text to a file" },
];

/** Esc at the name goes back to the question. */
const saveText = async (context: Context, { after }: Proposal): Promise<void> => {
  const { outside } = context;
  const prompter = await outside.prompter();
  const nameProblem = (answer: string) => (answer.trim() === "" ? "a name is needed" : undefined);
  try {
    const path = (await prompter.ask("File:", nameProblem)).trim();
    const files = await outside.files();
    await files.create(path, after.text);
    outside.terminal.note(`saved in ${escapeLine(path)}\n`);
  } catch (error) {
    if (error instanceof SteppedBack) return;
    if (!(error instanceof KmspolError) || error instanceof CancelledError) throw error;
    outside.terminal.note(`${escapeText(error.message)}\n`);
  }
};
