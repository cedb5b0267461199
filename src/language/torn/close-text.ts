import { closers, type Sign, signsOf } from "./line-signs.ts";
import { type Addition, type WholeText, withAdditions } from "./whole-text.ts";

interface Opened {
  readonly close: string;
  /** Letters before the first one of its line. */
  readonly depth: number;
  /** Nothing follows it on its line: what it holds may stand as far left as it does. */
  readonly isLast: boolean;
  /** A heredoc of this name: what stands in it closes nothing outside. */
  readonly heredoc?: string;
}

/**
 * A text in which the quotes and brackets are closed that nobody closed yet: where their line ends, or, as the depth of the lines tells,
 * before a line that no longer belongs to them. For YAML, JSON and Terraform; it is a guess, and only for what is being typed.
 */
export const closeText = (text: string, isTerraform: boolean): WholeText => {
  const additions: Addition[] = [];
  const open: Opened[] = [];
  let filled = 0;
  const close = (at: number): void => {
    const top = open.pop();
    if (top?.heredoc === undefined && top) additions.push({ at, text: top.close });
  };
  for (const { line, start } of linesOf(text)) {
    const content = line.trim();
    if (content === "") continue;
    const depth = line.length - line.trimStart().length;
    if (open.some(({ heredoc }) => heredoc === content)) {
      while (open.at(-1)?.heredoc !== content) close(filled);
      open.pop();
    } else {
      const isClosing = /^[\]})]/.test(content);
      while (isPast(open.at(-1), depth, isClosing)) close(filled);
      const signs = signsOf(line, isTerraform);
      for (const sign of signs) follow(sign, { line, start, depth });
      const heredoc = isTerraform ? /<<-?\s*([\p{L}_][\p{L}\p{N}_-]*)\s*$/u.exec(line)?.[1] : undefined;
      if (heredoc !== undefined) open.push({ close: "", depth: -1, isLast: true, heredoc });
    }
    filled = start + line.trimEnd().length;
  }
  while (open.length > 0) close(filled);
  return withAdditions(text, additions);

  function follow(
    { is, sign, at }: Sign,
    { line, start, depth }: { readonly line: string; readonly start: number; readonly depth: number },
  ): void {
    if (is === "missing") additions.push({ at: start + at, text: sign });
    else if (is === "open")
      open.push({ close: closers[sign] ?? "", depth, isLast: line.slice(at + 1).trim() === "" });
    else {
      const own = open.slice(open.findLastIndex(({ heredoc }) => heredoc !== undefined) + 1);
      if (!own.some((one) => one.close === sign)) return;
      // What stands before a bracket at the beginning of a line was to be closed on the line before.
      const place = line.slice(0, at).trim() === "" ? filled : start + at;
      while (open.at(-1)?.close !== sign) close(place);
      open.pop();
    }
  }
};

/** Whether a line of this depth stands behind what is open. */
const isPast = (top: Opened | undefined, depth: number, isClosing: boolean): boolean =>
  top !== undefined &&
  top.heredoc === undefined &&
  (isClosing || top.isLast ? depth < top.depth : depth <= top.depth);

function* linesOf(text: string): Generator<{ readonly line: string; readonly start: number }> {
  let start = 0;
  for (const { 0: end, index } of text.matchAll(/\r\n|\r|\n|$/g)) {
    if (index < start) continue;
    yield { line: text.slice(start, index), start };
    start = index + end.length;
  }
}
