import { actionMeaning, actionPatterns } from "../../language/meaning/actions.ts";
import { kmsActions } from "../../policy/kms-actions.ts";
import { offering, type Schema } from "./schema.ts";

const choices: readonly (readonly [name: string, meaning: string])[] = [
  ...actionPatterns,
  ...kmsActions
    .filter(({ onKey }) => onKey)
    .map((action) => [`kms:${action.name}`, actionMeaning(action)] as const),
];

// As the finding malformed-action has it; what is still to be filled in by a template is left alone.
const wellFormed = "^\\s*(\\*|[\\w*?-]+:[\\w*?-]+)\\s*$|\\$\\{";

/** The actions and patterns that an editor lists. */
export const actionWords: Schema = {
  enum: choices.map(([name]) => name),
  enumDescriptions: choices.map(([, meaning]) => meaning),
};

/** An entry of Action or NotAction: KMS takes every text, so that a wrong one is marked and not refused. */
export const actionSchema: Schema = {
  ...offering("action-words"),
  if: { pattern: wellFormed },
  else: {
    deprecationMessage: "Not of the form kms:Name: KMS takes it without a word, and it never matches.",
  },
};
