import { longestText } from "./budget.ts";
import type { Decide } from "./loops.ts";
import { roundsOf } from "./loops.ts";
import type { Evaluate } from "./references.ts";
import type { Scene } from "./scene.ts";
import type { Place, Template, TemplatePart } from "./syntax.ts";
import { literalText, partOf, type Open, type Value } from "./values.ts";

interface Tools {
  readonly evaluate: Evaluate;
  readonly decide: Decide;
}

/** A string or a heredoc with the values of its templates. `open` is what it is where a directive is not known. */
export const templateValue = (
  template: Template & Place,
  scene: Scene,
  open: () => Open,
  tools: Tools,
): Value => {
  const isQuoted = template.form === "quoted";
  const [only, other] = template.parts;
  // A template alone keeps its kind.
  if (isQuoted && only?.kind === "value" && !other) return tools.evaluate(only.value, scene);
  const text = textOf(template.parts, "", { ...tools, isQuoted }, scene);
  if (text === undefined) return open();
  return { value: template.form === "indented" ? outdented(text) : text };
};

interface TextTools extends Tools {
  readonly isQuoted: boolean;
}

/** The text of some parts, behind what stands before them; undefined where a directive is not known. */
const textOf = (
  parts: readonly TemplatePart[],
  before: string,
  tools: TextTools,
  scene: Scene,
): string | undefined => {
  let text = before;
  for (const part of parts) {
    const next = partText(part, text, tools, scene);
    if (next === undefined || next.length > longestText) return undefined;
    text = next;
  }
  return text;
};

const partText = (part: TemplatePart, before: string, tools: TextTools, scene: Scene): string | undefined => {
  if (part.kind === "value") return before + partOf(tools.evaluate(part.value, scene), before);
  if (part.kind === "text")
    return before + literalText(scene.source.text.slice(part.start, part.end), tools.isQuoted);
  const { directive } = part;
  if (directive?.kind === "if") {
    const taken = tools.decide(directive.test, { ...scene, withoutDefaults: true });
    return taken === undefined
      ? undefined
      : textOf(taken ? directive.yes : directive.no, before, tools, scene);
  }
  if (!directive) return undefined;
  const rounds = roundsOf(directive, scene, tools.evaluate);
  if ("why" in rounds) return undefined;
  return rounds.reduce<string | undefined>(
    (text, round) =>
      text === undefined || "open" in round ? undefined : textOf(directive.parts, text, tools, round),
    before,
  );
};

const outdented = (text: string): string => {
  const lines = text.split("\n");
  const least = leastIndent(lines);
  return lines.map((line) => line.slice(Math.min(least, line.length))).join("\n");
};

/** The least indentation of lines that are not empty. */
export const leastIndent = (lines: readonly string[]): number =>
  Math.min(
    1000,
    ...lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0),
  );
