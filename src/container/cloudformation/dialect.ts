import type { Dialect, ParsedText, PolicyFormat, SyntaxNode } from "../../policy/syntax.ts";
import { parseJson } from "../../policy/json/parse-json.ts";
import { heldWithin } from "../held-within.ts";
import { resolvePolicy, type Held } from "./resolve-policy.ts";
import type { Scope } from "./scope.ts";
import type { Spelling } from "./spelling.ts";
import { readYaml } from "./yaml-nodes.ts";

/** A policy's text of a template as a tree that is not resolved yet. */
export const readRaw = (text: string, format: PolicyFormat) =>
  format === "yaml" ? readYaml(text, 0, text.length) : parseJson(text, "jsonc");

/** How a template's policies are read: with its names resolved, and written as it writes its own account. */
export const templateDialect = (scope: Scope, format: PolicyFormat, spell: Spelling): Dialect => {
  const held = new WeakMap<SyntaxNode, Held>();
  const dialect: Dialect = {
    read: (text): ParsedText => {
      const { root, problems } = readRaw(text, format);
      const [problem] = problems;
      if (!root || problem)
        return {
          text,
          format,
          root: undefined,
          problems: [problem ?? { message: "the text holds no policy", start: 0, end: 1 }],
          dialect,
        };
      const resolved = resolvePolicy(root, scope);
      if (!resolved) return { text, format, root: undefined, problems: [tooMany], dialect };
      for (const [node, why] of resolved.held) held.set(node, why);
      return { text, format, root: resolved.root, problems: [], dialect };
    },
    writeString: spell,
    heldBy: (node) => heldWithin(node, held),
  };
  return dialect;
};

const tooMany = {
  message: "more than 4 conditions of the template meet in one statement",
  start: 0,
  end: 1,
};
