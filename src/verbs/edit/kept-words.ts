import type { KeptText } from "../../kept-port.ts";
import { escapeLine } from "../../render/escape.ts";
import { timeWords } from "../../render/history.ts";

/** A text in cells: its id, when, what it is, of which key. */
export const keptCells = ({ id, at, what, label }: KeptText): readonly string[] => [
  id,
  timeWords(at.replace(/\.\d+Z$/, "Z")),
  what === "edit" ? "unfinished edit" : "kept text",
  escapeLine(label ?? "of a key that is not known"),
];

/** The command that goes on with a text. */
export const keptCommand = ({ command, path }: KeptText): string =>
  escapeLine(command ?? `kmspol edit TARGET --from ${path}`);

/** A text on a page: what it is, its file, the commands that go on with it and discard it. */
export const keptPage = (text: KeptText): string =>
  [
    keptCells(text).join("  "),
    `    ${escapeLine(text.path)}`,
    `    ${keptCommand(text)}`,
    `    kmspol kept --discard ${text.id}`,
  ]
    .map((line) => `${line}\n`)
    .join("");
