import { normalize } from "node:path";
import { marksOf } from "../../language/marks.ts";
import type { Mark, OpenPolicy } from "../../language/types.ts";
import { KmspolError } from "../../errors.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import { unveil } from "../../policy/symbols.ts";
import { escapeText } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { OpenTarget } from "../../target/open-target.ts";
import { checkBelow } from "../check/check-below.ts";
import type { CheckFlags } from "../check/check-flags.ts";
import type { Checked } from "../check/checked.ts";
import type { LspFlags } from "./lsp-flags.ts";
import { offsetFinder } from "./offset-finder.ts";
import type { OpenTexts } from "./open-texts.ts";
import type { Examined, Source } from "./protocol.ts";
import { quietContext } from "./quiet-context.ts";

/** What an editor asks about its documents. */
export interface LanguageService {
  /** Keeps a document as it stands in the editor. */
  open(source: Source): void;
  close(path: string): void;
  /** The findings of a document, as `kmspol check` has them of its file. */
  examine(path: string): Promise<Examined>;
}

/** The service over the texts that are open; `flags` tell what the documents leave open about their keys. */
export const languageService = (context: Context, flags: LspFlags): LanguageService => {
  const open: OpenTexts = { texts: new Map(), unsaved: new Set() };
  const checking: CheckFlags = { ...flags, failOn: "never" };
  return {
    open: ({ path, text, isSaved }) => {
      open.texts.set(normalize(path), text);
      if (!isSaved) open.unsaved.add(normalize(path));
    },
    close: (path) => {
      open.texts.delete(normalize(path));
      open.unsaved.delete(normalize(path));
    },
    examine: async (path) => {
      const text = open.texts.get(normalize(path)) ?? "";
      const quiet = quietContext(context, open);
      const { checked, fault } = await checkedOf(() => checkBelow(quiet.context, path, checking));
      const offsetOf = offsetFinder(text);
      const marks = checked.flatMap((one) => marksOf(text, one.open, openPolicy(one), offsetOf));
      return { marks: marks.map(told), notes: [...fault, ...quiet.notes].map(escaped) };
    },
  };
};

/** What was found, or why nothing could be looked for, such as a broken `.kmspolrc.json`. Throws bugs. */
const checkedOf = async (
  look: () => Promise<readonly Checked[] | undefined>,
): Promise<{ readonly checked: readonly Checked[]; readonly fault: readonly string[] }> => {
  try {
    return { checked: (await look()) ?? [], fault: [] };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    const { message, hint } = error;
    return { checked: [], fault: [`not checked: ${message}${hint === undefined ? "" : `\nhint: ${hint}`}`] };
  }
};

const escaped = (text: string): string => escapeText(unveil(text));

const told = (mark: Mark): Mark => ({ ...mark, message: escaped(mark.message) });

const openPolicy = ({ opened, text, place }: Checked): OpenPolicy =>
  policyOf(opened, place ? undefined : text);

/** A target as a policy in the editor's text. */
const policyOf = ({ contained, facts, format }: OpenTarget, text: string | undefined): OpenPolicy => {
  if (!contained)
    return {
      document: text === undefined ? undefined : documentOf(parsePolicyText(text, format)),
      facts,
      placeOf: (offset) => offset,
    };
  const { policy, selector } = contained.key;
  if (policy.state !== "policy") return { document: undefined, facts, selector, placeOf: (offset) => offset };
  const document = documentOf(parsePolicyText(policy.text, policy.format, policy.dialect));
  return { document, facts, selector, placeOf: policy.placeOf, placeAt: policy.placeAt };
};
