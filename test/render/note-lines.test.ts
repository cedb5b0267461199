import { expect, test } from "vitest";
import { noteSentence } from "../../src/render/note-lines.ts";

test.each([
  ["whether it exists is not known", "Whether it exists is not known."],
  ["The text was emptied: nothing is changed.", "The text was emptied: nothing is changed."],
  [
    "to prove it: kmspol can alias/app role/App kms:Decrypt",
    "To prove it: kmspol can alias/app role/App kms:Decrypt",
  ],
  ["logs.eu-west-1.amazonaws.com may use it", "logs.eu-west-1.amazonaws.com may use it."],
  ["role/App is a session", "role/App is a session."],
  ["kms:Decrypt is meant; did you mean role/App?", "kms:Decrypt is meant; did you mean role/App?"],
  ["the owner is not known: --account tells", "The owner is not known: --account tells."],
])("%s", (note, sentence) => {
  expect(noteSentence(note)).toBe(sentence);
});
