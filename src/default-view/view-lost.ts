import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { consoleShapeOf } from "./console-shape.ts";
import { completeFacts } from "./own-account.ts";

/** The note that an edit takes the console's default view away, and why; empty where it was gone before, or stays. Never throws. */
export const viewLostNotes = (
  before: PolicyDocument,
  after: PolicyDocument,
  facts: KeyFacts,
): readonly string[] => {
  const was = consoleShapeOf(before, completeFacts(before, facts));
  if (was.because.length > 0) return [];
  const { because } = consoleShapeOf(after, completeFacts(after, facts));
  return because.length === 0
    ? []
    : [`Afterwards the console shows no default view of this policy: ${because.map(inSentence).join(" ")}`];
};

/** Behind a colon the sentence goes on. */
const inSentence = (reason: string, i: number): string =>
  i === 0 ? reason.charAt(0).toLowerCase() + reason.slice(1) : reason;
