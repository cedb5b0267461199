import type { Habits, SyntaxNode } from "../../policy/syntax.ts";
import { collectionsIn, elementsOf, gapBefore } from "../../policy/text/elements.ts";
import { layoutOf } from "../../policy/text/style.ts";

/** How an HCL text writes its objects: by what is near first, then by all of it. */
export const habitsOf = (text: string, root: SyntaxNode, near: SyntaxNode): Habits => {
  const all = [...collectionsIn(near), ...collectionsIn(root)];
  const objects = all.filter(
    (one) => one.kind === "object" && one.members.some(({ nameNode, value }) => value.start > nameNode.end),
  );
  const first = objects[0]?.kind === "object" ? objects[0].members[0] : undefined;
  const between = first ? text.slice(first.nameNode.end, first.value.start) : "";
  const isQuoted = first !== undefined && text[first.nameNode.start] === '"';
  const several = objects.find((one) => elementsOf(one).length > 1 && layoutOf(text, one) === "lines");
  const hasCommas = several !== undefined && gapBefore(text, several, 1).comma !== undefined;
  const singles = objects.filter(
    (one) => one !== root && elementsOf(one).length === 1 && !isOpened(text, one),
  );
  const isOnLine = singles.length === 0 || singles.some((one) => layoutOf(text, one) === "line");
  const lists = all.filter(
    (one) => one.kind === "array" && one.items.length > 1 && one.items.every(({ kind }) => kind === "string"),
  );
  const quote = (name: string): string =>
    isQuoted || !/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(name)
      ? JSON.stringify(name).replace(/[$%]\{/g, (sign) => `${sign.charAt(0)}${sign}`)
      : name;
  return {
    colon: /^[ \t]*:[ \t]*$/.test(between) ? between : " = ",
    memberEnd: hasCommas ? "," : "",
    writeName: quote,
    objectPad: padOf(text, objects) ?? " ",
    ...(isOnLine && { object: "line" }),
    ...(lists.some((one) => layoutOf(text, one) === "line") && { list: "line" }),
  };
};

/** An object that is on several lines only because its value is. */
const isOpened = (text: string, one: SyntaxNode): boolean => {
  const value = one.kind === "object" ? one.members[0]?.value : undefined;
  return value !== undefined && layoutOf(text, value) === "lines";
};

const padOf = (text: string, objects: readonly SyntaxNode[]): string | undefined => {
  const line = objects.find((one) => layoutOf(text, one) === "line");
  return line && /^\{([ \t]*)/.exec(text.slice(line.start, line.end))?.[1];
};
