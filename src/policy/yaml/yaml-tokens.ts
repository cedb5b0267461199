import type { CST } from "yaml";
import { maximumDepth } from "../limits.ts";
import type { SyntaxProblem } from "../syntax.ts";

/** What YAML offers and a policy cannot take, by token type. */
const unfit = new Map<string, string>([
  ["anchor", "anchors (&name) are not supported: write the value out"],
  ["alias", "aliases (*name) are not supported: write the value out, in quotes if it begins with a star"],
  ["tag", "tags (!name) are not supported"],
  ["explicit-key-ind", "keys with a question mark are not supported"],
  ["directive", "directives (%…) are not supported"],
]);

/** The first token that a policy cannot take, or the first place that is nested too deeply. Does not recurse. */
export const tokenProblem = (tokens: readonly CST.Token[]): SyntaxProblem | undefined => {
  let first: SyntaxProblem | undefined;
  const stack = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { token, depth } = next;
    const problem = problemOf(token, depth);
    if (problem && (!first || problem.start < first.start)) first = problem;
    if (depth > maximumDepth) continue;
    for (const child of childrenOf(token)) stack.push({ token: child, depth: depth + nesting(token) });
  }
  return first;
};

/** The first place that is nested too deeply; what a template may have is none. Does not recurse. */
export const tokenDepthProblem = (tokens: readonly CST.Token[]): SyntaxProblem | undefined => {
  const stack = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = stack.pop(); next; next = stack.pop()) {
    const depth = next.depth + nesting(next.token);
    if (depth > maximumDepth) {
      const start = "offset" in next.token ? next.token.offset : 0;
      return { message: `nested deeper than ${maximumDepth} levels`, start, end: start + 1 };
    }
    for (const child of childrenOf(next.token)) stack.push({ token: child, depth });
  }
  return undefined;
};

const problemOf = (token: CST.Token, depth: number): SyntaxProblem | undefined => {
  const start = "offset" in token ? token.offset : 0;
  const message =
    depth + nesting(token) > maximumDepth
      ? `nested deeper than ${maximumDepth} levels`
      : unfit.get(token.type);
  if (message !== undefined) return { message, start, end: start + 1 };
  const isMerge = token.type === "scalar" && token.source === "<<";
  return isMerge ? { message: "merge keys (<<) are not supported", start, end: start + 2 } : undefined;
};

const nesting = ({ type }: CST.Token): number =>
  type === "block-map" || type === "block-seq" || type === "flow-collection" ? 1 : 0;

const childrenOf = (token: CST.Token): readonly CST.Token[] => {
  if (token.type === "document") return [...token.start, ...(token.value ? [token.value] : [])];
  if (token.type === "block-scalar") return token.props;
  if (!("items" in token)) return [];
  return token.items.flatMap(({ start, key, sep, value }: CollectionItem) => [
    ...start,
    ...(key ? [key] : []),
    ...(sep ?? []),
    ...(value ? [value] : []),
  ]);
};

type CollectionItem = Pick<CST.CollectionItem, "start" | "key" | "sep" | "value">;
