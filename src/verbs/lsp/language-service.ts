import { normalize } from "node:path";
import { KmspolError } from "../../errors.ts";
import { completeAt } from "../../language/complete.ts";
import { hoverAt } from "../../language/hover.ts";
import { marksOf } from "../../language/marks.ts";
import { symbolsOf } from "../../language/symbols.ts";
import type { ListedPrincipals, OpenPolicy } from "../../language/types.ts";
import { oneQuestion, readTorn } from "../../language/torn/read-torn.ts";
import type { JsonPath } from "../../policy/syntax.ts";
import { unveil } from "../../policy/symbols.ts";
import { escapeText } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import { checkBelow } from "../check/check-below.ts";
import type { CheckFlags } from "../check/check-flags.ts";
import type { Checked } from "../check/checked.ts";
import type { LspFlags } from "./lsp-flags.ts";
import { listedPrincipals } from "./listed-principals.ts";
import type { ToMend } from "./mend.ts";
import { offsetFinder } from "./offset-finder.ts";
import { openPolicies, policyOf } from "./open-policies.ts";
import type { OpenTexts } from "./open-texts.ts";
import type { FindingName, LanguageService, Mending, Outline, Told } from "./protocol.ts";
import { quietContext } from "./quiet-context.ts";

/** The service over the texts that are open; `flags` tell what the documents leave open about their keys. */
export const languageService = (context: Context, flags: LspFlags): LanguageService => {
  const open: OpenTexts = { texts: new Map(), unsaved: new Set() };
  const checking: CheckFlags = { ...flags, failOn: "never" };
  const listed = listedPrincipals(context, flags);
  const textOf = (path: string): string => open.texts.get(path) ?? "";
  const quiet = (texts = open.texts) => quietContext(context, { ...open, texts });
  const check = async (path: string) => checkedOf(() => checkBelow(quiet().context, path, checking));
  /** The policies of a document, with another text than it has. */
  const read = (path: string) => async (text: string) =>
    openPolicies(quiet(new Map(open.texts).set(path, text)).context, path, checking);
  /** The policies of a document; where it is at fault, then also what can be made out of it. */
  async function* readings(path: string): AsyncGenerator<readonly OpenPolicy[]> {
    const text = textOf(path);
    const { policies, faults } = await read(path)(text);
    yield policies;
    if (faults.length > 0)
      yield* readTorn({ text, isTerraform: isTerraform(path), effort: oneQuestion() }, read(path));
  }
  return {
    open: ({ path, text, isSaved }) => {
      open.texts.set(normalize(path), text);
      if (!isSaved) open.unsaved.add(normalize(path));
    },
    close: (path) => {
      open.texts.delete(normalize(path));
      open.unsaved.delete(normalize(path));
    },
    examine: async (name) => {
      const path = normalize(name);
      const text = textOf(path);
      const { context: quietly, notes } = quiet();
      const { checked, fault } = await checkedOf(() => checkBelow(quietly, path, checking));
      const offsetOf = offsetFinder(text);
      const marks = checked.flatMap((one) => marksOf(text, one.open, openPolicy(one), offsetOf));
      return {
        marks: marks.map((mark) => ({ ...mark, message: escaped(mark.message) })),
        notes: [...fault, ...notes].map(escaped),
      };
    },
    complete: async (name, offset) => {
      const path = normalize(name);
      return completeAt(
        { text: textOf(path), offset, isTerraform: isTerraform(path), listed: listed() },
        read(path),
      );
    },
    hover: async (name, offset) => {
      for await (const policies of readings(normalize(name))) {
        const told = await toldOf(policies, offset, listed());
        if (told) return told;
      }
      return undefined;
    },
    outline: async (name) => {
      const all: (readonly OpenPolicy[])[] = [];
      for await (const policies of readings(normalize(name))) all.push(policies);
      const most = all.reduce((one, other) => (documentsIn(other) > documentsIn(one) ? other : one), []);
      return most.map(outlineOf);
    },
    mend: async (name, findings, all) => {
      const path = normalize(name);
      const { checked } = await check(path);
      const task: ToMend = { path, text: textOf(path), checked, flags, quiet };
      return mended(task, findings, all);
    },
  };
};

const isTerraform = (path: string): boolean => /\.(?:tf|tofu|hcl)$/i.test(path);

const documentsIn = (policies: readonly OpenPolicy[]): number =>
  policies.filter(({ document }) => document).length;

const mended = async (
  task: ToMend,
  findings: readonly FindingName[],
  all: boolean,
): Promise<readonly Mending[]> => {
  // What writes a policy is loaded when somebody first asks for it.
  const { mendAll, mendingsOf } = await import("./mend.ts");
  const whole = all ? await mendAll(task) : undefined;
  const each = [...(await mendingsOf(task, findings)), ...(whole ? [whole] : [])];
  return each.map((mending) => ({ ...mending, title: escaped(mending.title).replace(/\s+/g, " ") }));
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

/** Texts come from files: what a screen obeys or hides is written out, and what a template leaves open has its name. */
const escaped = (text: string): string => escapeText(unveil(text));

const openPolicy = ({ opened, text }: Checked): OpenPolicy => policyOf(opened, text);

const toldOf = async (
  policies: readonly OpenPolicy[],
  offset: number,
  listed: ListedPrincipals,
): Promise<Told | undefined> => {
  for (const policy of policies) {
    const hover = hoverAt(policy, offset, listed);
    if (!hover) continue;
    const words = hover.statement ? await wordsOf(policy, hover.statement) : (hover.meaning ?? "");
    const markdown = escaped(words);
    return words === "" ? undefined : { span: hover.span, markdown };
  }
  return undefined;
};

const wordsOf = async (policy: OpenPolicy, statement: JsonPath): Promise<string> =>
  policy.isTorn
    ? "This document is at fault, and so it is not known what this statement gives: mend it first."
    : (await import("./statement-words.ts")).statementWords(policy, statement);

const outlineOf = (policy: OpenPolicy): Outline => ({
  selector: policy.selector,
  statements: symbolsOf(policy).map((one) => ({
    ...one,
    name: escaped(one.name),
    detail: policy.isTorn ? "" : escaped(one.detail),
  })),
});
