import type { Finding } from "../check/finding.ts";
import { positionAt } from "../policy/text/position.ts";
import type { ParsedText } from "../policy/syntax.ts";

/** Why a text is no policy document, as findings with their places; empty where it parsed to an object. */
export const syntaxFindings = (parsed: ParsedText): readonly Finding[] => {
  const problems =
    parsed.problems.length === 0 && parsed.root?.kind !== "object"
      ? [{ message: "a policy is an object in braces { }", start: 0, end: 1 }]
      : parsed.problems;
  return problems.map(({ message, start }) => ({
    code: "json-syntax",
    severity: "error",
    message: `This is no ${parsed.format === "yaml" ? "YAML" : "JSON"}: ${message}.`,
    path: "",
    ...positionAt(parsed.text, start),
    fixable: false,
  }));
};
