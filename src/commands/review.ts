import type { Proposal, Reviewer } from "../change/types.ts";
import type { Choice } from "../questions.ts";
import { renderReview, questionWords } from "../render/review.ts";
import { renderTextDiff } from "../render/text-diff.ts";
import type { Context } from "./app.ts";

/** Lines of a text diff before it is cut: what is left of a screen, and a screenful for whoever has none. */
const diffLines = ({ outside }: Context): number => Math.max(20, outside.terminal.rows - 12);

type Answer = "yes" | "no" | "edit" | "diff" | "save";

/** Shows proposals on standard error, and asks on the terminal. */
export const createReviewer = (
  context: Context,
  options: { readonly full: boolean; readonly repeatable: boolean },
): Reviewer => {
  const { terminal } = context.outside;
  const style = context.noteStyle;
  return {
    show: (proposal) => {
      if (context.global.json && !terminal.interactive) return;
      for (const note of proposal.notes) context.saidNotes.add(note);
      const review = { style, columns: terminal.columns, full: options.full, diffLines: diffLines(context) };
      terminal.note(renderReview(proposal, review));
    },
    decide: async (proposal) => {
      const prompter = await context.outside.prompter();
      for (;;) {
        const answer = await prompter.choose(
          questionWords(proposal),
          choicesFor(proposal, options.repeatable),
          "no",
        );
        if (answer === "diff") terminal.note(renderTextDiff(proposal.text, style));
        else if (answer === "save") await saveText(context, proposal);
        else return answer === "yes" ? "apply" : answer === "edit" ? "edit-again" : "cancel";
      }
    },
  };
};

/** Yes is not offered for what cannot be written. */
const choicesFor = ({ refusals }: Proposal, repeatable: boolean): readonly Choice<Answer>[] => [
  { key: "no", label: "No, leave the policy as it is" },
  ...(refusals.every(({ acceptable }) => acceptable)
    ? [{ key: "yes", label: "Yes, write it" } as const]
    : []),
  ...(repeatable ? [{ key: "edit", label: "Edit again" } as const] : []),
  { key: "diff", label: "Full diff" },
  { key: "save", label: "Save the new text to a file" },
];

const saveText = async (context: Context, { after }: Proposal): Promise<void> => {
  const { outside } = context;
  const prompter = await outside.prompter();
  const path = await prompter.ask("File:", (answer) =>
    answer.trim() === "" ? "a name is needed" : undefined,
  );
  const files = await outside.files();
  const problem = await files.create(path.trim(), after.text).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  outside.terminal.note(`${problem ?? `saved in ${path.trim()}`}\n`);
};
