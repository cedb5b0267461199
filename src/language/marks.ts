import type { Finding } from "../check/finding.ts";
import { nodeAt } from "../policy/text/node-at.ts";
import { pointerPath } from "../policy/text/position.ts";
import type { JsonPath, SyntaxNode } from "../policy/syntax.ts";
import type { Mark, OpenPolicy, Span } from "./types.ts";

/**
 * The findings of a policy as marks in the text of its document. `offsetOf` gives the offset of a finding's line and column there;
 * findings come with the places of the document, as `kmspol check` prints them.
 */
export const marksOf = (
  text: string,
  findings: readonly Finding[],
  policy: OpenPolicy,
  offsetOf: (place: Pick<Finding, "line" | "column">) => number,
): readonly Mark[] =>
  findings.map((finding) => {
    const { code, severity, message, hint, path, fixable } = finding;
    return {
      span: spanOf(text, offsetOf(finding), path, policy),
      ...{ code, severity, path, fixable, selector: policy.selector },
      message: hint === undefined ? message : `${message}\nhint: ${hint}`,
    };
  });

/** From where a finding stands to the end of what it is about; of a list or an object, to the end of the line at most. */
const spanOf = (text: string, start: number, path: string, policy: OpenPolicy): Span => {
  const { document, placeOf } = policy;
  const steps = pointerPath(path);
  const own = document && partAt(document.root, nodeAt(document, steps), steps, start, placeOf);
  const end = own === undefined ? start : placeOf(own - 1) + 1;
  return { start, end: Math.min(end > start ? end : start + wordAt(text, start), lineEnd(text, start)) };
};

/** The end of the value at a path, or of a member's name, whichever begins at `start` of the document. */
const partAt = (
  root: SyntaxNode,
  value: SyntaxNode | undefined,
  steps: JsonPath,
  start: number,
  placeOf: OpenPolicy["placeOf"],
): number | undefined => {
  if (value && placeOf(value.start) === start) return value.end;
  const owner = steps.slice(0, -1).reduce<SyntaxNode | undefined>(childOf, root);
  return [value, owner]
    .flatMap((node) => (node?.kind === "object" ? node.members : []))
    .find(({ nameNode }) => placeOf(nameNode.start) === start)?.nameNode.end;
};

const childOf = (node: SyntaxNode | undefined, step: string | number): SyntaxNode | undefined =>
  node?.kind === "array"
    ? node.items[Number(step)]
    : node?.kind === "object"
      ? node.members.findLast(({ name }) => name === step)?.value
      : undefined;

/** The letters that stand together at an offset; one at least, so that there is something to see. */
const wordAt = (text: string, start: number): number =>
  /^["']?[\p{L}\p{N}_:*.$-]+["']?/u.exec(text.slice(start, start + 200))?.[0].length ?? 1;

const lineEnd = (text: string, start: number): number => {
  const end = text.slice(start).search(/[\r\n]/);
  return end < 0 ? text.length : Math.max(start + end, Math.min(start + 1, text.length));
};
