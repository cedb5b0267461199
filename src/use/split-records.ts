import { NestedSplitter } from "./nested-splitter.ts";
import { longest, type Splitter, type Taker } from "./record-taker.ts";

/**
 * Cuts the records out of a text that comes in pieces: log files (`{"Records":[…]}`), answers of LookupEvents, lists, objects one after
 * the other; where the first piece has one on a line, line by line, so that a broken line costs no other.
 */
export const recordSplitter = (taker: Taker): Splitter => {
  let chosen: Splitter | undefined;
  return {
    push: (piece) => {
      chosen ??= isLines(piece) ? lineSplitter(taker) : new NestedSplitter(taker);
      chosen.push(piece);
    },
    end: () => chosen?.end(),
  };
};

/** A line that is an object by itself, in a text that does not begin as one that holds many. */
const isLines = (piece: string): boolean => !holdsMany.test(piece) && /^\{.+\}\r?$/m.test(piece);

/** A list, an object that goes over several lines, or one with a list of records among its first members. */
const holdsMany =
  /^\uFEFF?\s*(?:\[|\{\s*(?:[\r\n]|(?:"\w+"\s*:\s*(?:"[^"]*"|\w+)\s*,\s*)*"(?:Records|Events)"\s*:))/;

const lineSplitter = (taker: Taker): Splitter => {
  let rest = "";
  let skipping = false;
  const take = (line: string) => {
    // Lines of CloudWatch Logs, as S3 has them, begin with the time.
    const start = line.indexOf("{");
    if (start >= 0) taker.record(line.slice(start).trimEnd());
    else if (line.trim() !== "") taker.broken("misplaced");
  };
  const push = (piece: string) => {
    let at = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", at)) {
      const line = rest + piece.slice(at, end);
      [rest, at] = ["", end + 1];
      if (skipping) skipping = false;
      else take(line);
    }
    if (!skipping) rest += piece.slice(at);
    if (rest.length <= longest) return;
    [rest, skipping] = ["", true];
    taker.broken("too-long");
  };
  return { push, end: () => (rest === "" ? undefined : take(rest)) };
};
