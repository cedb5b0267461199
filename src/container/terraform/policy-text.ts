import { documentOf } from "../../policy/document.ts";
import { valueOf } from "../../policy/json-value.ts";
import type { Dialect } from "../../policy/syntax.ts";
import { indentAt } from "../../policy/text/lines.ts";
import { hasSymbol } from "../../policy/symbols.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { Contained, PolicyText, ReadOnly } from "../contained.ts";
import { embedded } from "../embedded.ts";
import { documentDialect, heredocDialect, objectDialect } from "./dialects.ts";
import { evaluate } from "./evaluate.ts";
import { homeOf, type Home } from "./home.ts";
import { placeIn, placesIn } from "../node-places.ts";
import type { Scene } from "./scene.ts";
import { ownSpelling, type OwnSpelling } from "./spelling.ts";
import { brokenText } from "./broken-text.ts";
import type { Expression, Place, TemplatePart } from "./syntax.ts";
import { sourceOf } from "./tree.ts";
import { applied, parsed } from "./values.ts";
import { wholeTree, type OwnNames } from "./whole.ts";

/** A policy as it stands in the source `scene.source`; where it stands in another file, or is put together, it is told and not edited. */
export const policyTextOf = (expression: Expression, scene: Scene, own: OwnNames): Contained => {
  const home = homeOf(expression, scene);
  const inPlace = home?.source === scene.source ? inPlaceText(home, scene, own) : undefined;
  if (inPlace && !("fault" in inPlace)) return inPlace;
  if (inPlace) return inPlace.broken ?? faulty(inPlace.fault, inPlace.at);
  const root = wholeTree(expression, scene, own);
  if (!root) return brokenText(expression, scene) ?? unknown(expression, scene);
  const text = JSON.stringify(valueOf(root), undefined, 2);
  const places = placesIn(root);
  return {
    state: "policy",
    format: "json",
    text,
    placeOf: () => expression.start,
    placeAt: (pointer) => placeIn(places, pointer) ?? expression.start,
    readOnly: whyNot(expression, scene, home),
    ...(home?.kind === "document" && { from: `data.${home.block.labels.join(".")}` }),
  };
};

const unknown = (expression: Expression, scene: Scene): Contained => {
  const name = sourceOf(expression, scene);
  return {
    state: "unknown",
    code: "policy-unknown",
    message: `the policy comes from ${name}${whyUnknown(expression, scene)}`,
    at: expression.start,
    dependsOn: [name],
  };
};

const whyUnknown = (expression: Expression, scene: Scene): string => {
  const given = evaluate(expression, scene);
  if (!("value" in given)) return given.why === applied ? ", which Terraform works out" : `: ${given.why}`;
  const value = typeof given.value === "string" ? parsed(given.value) : given.value;
  if (hasSymbol(JSON.stringify(given.value))) return ", which Terraform works out";
  return value === undefined ? ": its text is no JSON" : ": it has no Statement";
};

const faulty = (fault: string, at: number): Contained => ({
  state: "unknown",
  code: "policy-unknown",
  message: `the text of the policy cannot be read: ${fault}`,
  at,
  dependsOn: [],
});

const lineIn = (text: string, at: number): number => positionAt(text, at).line;

const whyNot = (expression: Expression, scene: Scene, home: Home | undefined): ReadOnly => {
  const { source } = scene;
  if (home && home.source !== source) {
    const at = home.kind === "document" ? home.block.start : home.expression.start;
    return {
      code: "edit-computed",
      message: `its policy stands in ${home.source.name}, line ${lineIn(home.source.text, at)}`,
      hint: "change it there, or write the policy into the file of the key; nothing was written",
    };
  }
  const where = `${source.name}, line ${lineIn(source.text, expression.start)}`;
  return {
    code: "edit-computed",
    message: `${where}: Terraform works the policy out: ${sourceOf(expression, scene)}`,
    hint: "change it by hand; kmspol diff FILE alias/NAME then tells what changes",
  };
};

interface Slice {
  readonly span: Place;
  readonly indent: number;
  readonly dialect: typeof objectDialect;
  readonly format: "json" | "jsonc";
}

const sliceOf = (home: Home): Slice => {
  const { text } = home.source;
  if (home.kind === "document") {
    const { start, end } = home.block;
    return { span: { start, end }, indent: spacesAt(text, start), dialect: documentDialect, format: "jsonc" };
  }
  if (home.kind === "object") {
    const { start, end } = home.expression;
    return { span: { start, end }, indent: spacesAt(text, start), dialect: objectDialect, format: "jsonc" };
  }
  const { start, end } = home.expression.body;
  const lines = text
    .slice(start, end)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const indent = Math.min(...lines.map((line) => /^ */.exec(line)?.[0].length ?? 0), 1000);
  const stop = Math.max(start, end - (/\r?\n$/.exec(text.slice(start, end))?.[0].length ?? 0));
  return {
    span: { start: Math.min(stop, start + indent), end: stop },
    indent,
    dialect: heredocDialect,
    format: "json",
  };
};

const spacesAt = (text: string, at: number): number => /^ */.exec(indentAt(text, at))?.[0].length ?? 0;

/** What keeps a text from being read. `broken`: it is JSON with a fault, nothing that Terraform works out. */
interface Faulty {
  readonly fault: string;
  readonly at: number;
  readonly broken: PolicyText | undefined;
}

/** Undefined where the text holds no policy that can be read by its parts. */
const inPlaceText = (home: Home, scene: Scene, own: OwnNames): PolicyText | Faulty | undefined => {
  const { source } = home;
  const { span, indent, dialect: make, format } = sliceOf(home);
  const slice = embedded(source.text, span, indent);
  const lineOf = (offset: number): number => lineIn(source.text, slice.placeOf(offset));
  const spelling = (): OwnSpelling | undefined => ownSpelling(slice.text, scene, own.account);
  const dialect: Dialect = make({ scene: { ...scene, source }, account: own.account, own: spelling, lineOf });
  const parsed = dialect.read(slice.text);
  const [problem] = parsed.problems;
  const policy = { state: "policy", format, dialect, ...slice } as const;
  if (problem) {
    const at = slice.placeOf(problem.start);
    const isMade = home.kind !== "heredoc" || home.expression.parts.some((part) => meets(part, at));
    return { fault: problem.message, at, broken: isMade ? undefined : policy };
  }
  return documentOf(parsed)?.statements.length ? policy : undefined;
};

/** Whether Terraform works out what stands at a place, or beside it. */
const meets = ({ kind, start, end }: TemplatePart, at: number): boolean =>
  kind === "directive" || (kind === "value" && start - 1 <= at && at <= end);
