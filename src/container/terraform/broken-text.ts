import { parseJson } from "../../policy/json/parse-json.ts";
import type { Dialect, SyntaxProblem } from "../../policy/syntax.ts";
import { hasSymbol } from "../../policy/symbols.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { PolicyText } from "../contained.ts";
import { placesInString } from "../json-places.ts";
import { evaluate } from "./evaluate.ts";
import type { Scene } from "./scene.ts";
import type { Expression } from "./syntax.ts";
import { sourceOf } from "./tree.ts";

/**
 * A policy whose text is known and is JSON with a fault, for its reader to tell; undefined for a text that is none, or that Terraform
 * works out. The place is that of the source where the text is written there, else the message has the one in the text.
 */
export const brokenText = (expression: Expression, scene: Scene): PolicyText | undefined => {
  const given = evaluate(expression, scene);
  const text = "value" in given && typeof given.value === "string" ? given.value : "";
  if (!/^\s*[{[]/.test(text) || hasSymbol(text)) return undefined;
  const [problem] = parseJson(text, "json").problems;
  if (!problem) return undefined;
  const { text: source } = scene.source;
  const parts = expression.kind === "template" && expression.form === "quoted" ? expression.parts : [];
  const isHere = parts.length === 1 && parts[0]?.kind === "text";
  const name = sourceOf(expression, scene);
  return {
    state: "policy",
    format: "json",
    text,
    readOnly: { code: "edit-computed", message: `its text comes from ${name}`, hint: "correct it there" },
    ...(isHere
      ? { placeOf: placesInString(source, expression.start) }
      : { placeOf: () => expression.start, dialect: brokenDialect(name, text, problem) }),
  };
};

const brokenDialect = (name: string, text: string, problem: SyntaxProblem): Dialect => {
  const { line, column } = positionAt(text, problem.start);
  const message = `the text of ${name} has a fault at its line ${line}, column ${column}: ${problem.message}`;
  const dialect: Dialect = {
    read: (text) => ({ text, format: "json", root: undefined, problems: [{ ...problem, message }], dialect }),
  };
  return dialect;
};
