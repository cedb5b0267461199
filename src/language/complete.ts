import { readTornJson } from "../policy/json/parse-json.ts";
import { documentOf, type PolicyDocument } from "../policy/document.ts";
import { choicesFor } from "./completions.ts";
import { partOf, type Part } from "./part.ts";
import { wordAt, type Word } from "./place.ts";
import { oneQuestion, readTorn, type TornText } from "./torn/read-torn.ts";
import type { Choice, ListedPrincipals, OpenPolicy, ReadText, Span } from "./types.ts";

/** The words that can stand at a place, and what each replaces there. */
export interface Completion {
  readonly span: Span;
  /** What stands around the word once it is chosen, such as quotes that are missing. */
  readonly before: string;
  readonly after: string;
  /** How the word is written then: one that stands in no quotes gets them where the language needs some. */
  readonly notation: "quoted" | "yaml" | "terraform";
  readonly choices: readonly Choice[];
}

/** Letters that no policy has. */
const mark = "kmspolHere";

/** What may be missing around a word that is about to be typed: before it, behind it, and behind the quote that follows it. */
type Around = readonly [before: string, after: string, behindQuote?: string];

/** In the order in which it is tried. */
const missing: readonly Around[] = [
  ["", ""],
  ['"', '"'],
  ["", '"'],
];
const missingInJson: readonly Around[] = [
  ['"', '": ""'],
  ["", '": ""'],
  ["", "", ': ""'],
];
const missingInYaml: readonly Around[] = [
  ["", ": x"],
  ["", '": x'],
  ["", "", ": x"],
];
const missingInTerraform: readonly Around[] = [
  ["", ' = ""'],
  ["", '" = ""'],
  ["", "", ' = ""'],
];
/** By the language that a document begins with: the others may stand in a text of it. */
const triesIn = ({ text, isTerraform }: Asked): readonly Around[] =>
  isTerraform
    ? [...missing, ...missingInTerraform, ...missingInJson]
    : /^\s*[[{]/.test(text)
      ? [...missing, ...missingInJson, ...missingInYaml]
      : [...missing, ...missingInYaml, ...missingInJson];
/** A word that stands alone on its line of YAML is the name of a member first. */
const alone: readonly Around[] = [["", ": x"]];

/** What is asked about a place of a document. */
export interface Asked {
  readonly text: string;
  readonly offset: number;
  readonly isTerraform: boolean;
  readonly listed: ListedPrincipals;
}

/**
 * The words for an offset of a document. `read` gives the policies of a text: that of the document, or with a mark where the word is to
 * stand, since what is being typed is seldom whole. Undefined where no word of a policy stands there.
 */
export const completeAt = async (asked: Asked, read: ReadText): Promise<Completion | undefined> => {
  const made = await completeWord(asked, read);
  const { text, offset, isTerraform } = asked;
  const isBehindDash =
    !isTerraform && /(?:^|[\r\n])[ \t]*(?:-[ \t]+)*-$/.test(text.slice(Math.max(0, offset - 200), offset));
  // YAML has an item behind a dash and a space.
  return made && isBehindDash
    ? { ...made, before: ` ${made.before}`, span: { start: offset, end: offset } }
    : made;
};

const completeWord = async (asked: Asked, read: ReadText): Promise<Completion | undefined> => {
  const { text, offset, isTerraform } = asked;
  const { policies, faults } = await read(text);
  const isWhole = faults.length === 0 && policies.some(({ document }) => document);
  const torn = oneQuestion();
  const readings: Readings = (given, reader) =>
    isWhole ? readWhole(given, reader) : readTorn({ ...given, effort: torn }, reader);
  const first =
    !isTerraform && isAlone(text, offset) ? await withMarks(asked, alone, read, readings) : undefined;
  if (first) return first;
  const here = found(
    policies,
    ({ span, inner }) => inner.start <= offset && offset <= inner.end && span.end > span.start,
    offset,
  );
  if (here && here.word.unclosed === "") return completion(here, policies, here.word.inner, ["", ""], asked);
  const made = await withMarks(asked, triesIn(asked), read, readings);
  return made ?? (here && completion(here, policies, here.word.inner, ["", here.word.unclosed], asked));
};

/** Reads a text with a mark in it, as often as that may help. */
type Readings = (given: Omit<TornText, "effort">, read: ReadText) => AsyncGenerator<readonly OpenPolicy[]>;

async function* readWhole(
  { text }: Pick<TornText, "text">,
  read: ReadText,
): AsyncGenerator<readonly OpenPolicy[]> {
  yield (await read(text)).policies;
}

const isAlone = (text: string, offset: number): boolean =>
  /(?:^|[\r\n])[ \t]+[\w:]*$/.test(text.slice(Math.max(0, offset - 200), offset)) &&
  /^[ \t]*(?:[\r\n]|$)/.test(text.slice(offset, offset + 200));

/** Looks for the word with a mark in its place, and with what may be missing around it. */
const withMarks = async (
  { text, offset, isTerraform, listed }: Asked,
  tries: readonly Around[],
  read: ReadText,
  readings: Readings,
): Promise<Completion | undefined> => {
  for (const [before, after, behind = ""] of tries) {
    const rest = behind === "" ? "" : (/^[\w:*./-]*["']/.exec(text.slice(offset, offset + 200))?.[0] ?? "");
    if (rest === "" && behind !== "") continue;
    const head = `${text.slice(0, offset)}${before}${mark}${after}`;
    const marked = `${head}${rest}${behind}${text.slice(offset + rest.length)}`;
    for await (const policies of readings({ text: marked, isTerraform, kept: offset }, read)) {
      const place = found(policies, ({ value }) => value.includes(mark), offset + before.length);
      if (!place) continue;
      const { inner, unclosed } = place.word;
      const added = before.length + mark.length + after.length;
      const start = Math.min(inner.start, offset);
      const end = Math.max(offset, inner.end - added + (inner.end > offset + added ? 0 : after.length));
      return completion(place, policies, { start, end }, [before, after + unclosed], {
        ...{ text: marked, isTerraform, listed },
      });
    }
  }
  return undefined;
};

interface Found {
  readonly policy: OpenPolicy & { readonly document: PolicyDocument };
  readonly word: Word;
  readonly part: Part;
}

const found = (
  policies: readonly OpenPolicy[],
  fits: (word: Word) => boolean,
  offset: number,
): Found | undefined => {
  for (const policy of policies) {
    const { document } = policy;
    const word = document && wordAt(policy, document.root, offset);
    const part = word && fits(word) ? partOf(word) : undefined;
    if (document && word && part) return { policy: { ...policy, document }, word, part };
  }
  return undefined;
};

const completion = (
  { policy, part, word }: Found,
  policies: readonly OpenPolicy[],
  span: Span,
  [before, after]: Around,
  { text, isTerraform, listed }: Omit<Asked, "offset">,
): Completion => ({
  ...{ span, before },
  after: after.replace(/: x$/, ": "),
  notation:
    before.includes('"') || /["']/.test(text.charAt(word.inner.start - 1))
      ? "quoted"
      : isTerraform
        ? "terraform"
        : "yaml",
  choices: choicesFor(part, policy, policies, listed).filter((choice) => !choice.text.includes(mark)),
});

/** A policy as far as its broken JSON can be made out; as it is where nothing can. */
export const tornPolicy = (policy: OpenPolicy, text: string): OpenPolicy => {
  const root = readTornJson(text);
  if (!root) return policy;
  const document = documentOf({ text, format: "jsonc", root, problems: [] });
  return document ? { ...policy, document, isTorn: true } : policy;
};
