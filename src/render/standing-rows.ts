import { commandOn } from "../shell/typed-command.ts";
import type { DefaultView } from "../default-view/default-view.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { ChangeRecord } from "../ports.ts";
import { escapeLine } from "./escape.ts";
import { changeCommand, timeWords, whoWords } from "./history.ts";
import type { ShownKey } from "./key-page.ts";
import { rowLines } from "./page-rows.ts";
import { principalWords } from "./principal-words.ts";
import type { Style } from "./style.ts";

interface RowLayout {
  readonly style: Style;
  readonly columns: number;
}

/** Whether anyone may use the key; empty where a line above all else says so already. */
export const publicRow = (view: DefaultView, facts: KeyFacts, layout: RowLayout): readonly string[] => {
  const perhaps = (view.publicNotKnown ?? []).map(
    (word) => `not known: ${principalWords(word, view.account ?? facts.account)} may be "*", everyone`,
  );
  if (perhaps.length > 0) return rowLines("Public", perhaps, layout);
  return view.public.length > 0 ? [] : rowLines("Public", ["no"], layout);
};

/** What check finds in the text, and the newest change that this machine knows of. */
export const standingRows = (
  { findings, last, ...about }: Pick<ShownKey, "target" | "typed" | "findings" | "last">,
  layout: RowLayout,
): readonly string[] => {
  const command = commandAbout(about);
  return [
    ...(findings === undefined
      ? []
      : rowLines("Findings", [findingsWords(findings, command("check"), layout.style)], layout)),
    ...(last === undefined ? [] : rowLines("Last change", lastWords(last, command("undo")), layout)),
  ];
};

/** A command about the target to be pasted: it leads to the same account and Region, and to the same reading of a file. */
export const commandAbout =
  ({ target, typed }: Pick<ShownKey, "target" | "typed">) =>
  (verb: string): string => {
    // Taking a file's change back needs nothing that the flags tell of its key.
    const flags = verb === "undo" && target.kind === "file" ? [] : typed.flags;
    return escapeLine(commandOn({ ...typed, flags }, verb));
  };

const findingsWords = (findings: string, check: string, style: Style): string =>
  findings === "" ? `none in the text; to look further: ${check}` : `${style.warning(findings)}: ${check}`;

const lastWords = (last: ChangeRecord | null, undo: string): readonly string[] =>
  last === null
    ? ["none by kmspol from this machine"]
    : [
        `${timeWords(last.at)} by ${whoWords(last.by)}: ${changeCommand(last)}`,
        `take it back: ${undo}`,
        ...(last.run === undefined
          ? []
          : [`take its whole run back: kmspol each --undo ${escapeLine(last.run)}`]),
      ];
