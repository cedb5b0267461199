/** A record that is longer is none of CloudTrail's, whose events have 1 MB at most (AWS CloudTrail User Guide, "Quotas"). In characters. */
const longest = 4 * 1024 * 1024;

/** What becomes of the records in a text. */
export interface Taker {
  /** The JSON text of one, or what looks like it. */
  record(text: string): void;
  /** Something that is no whole record was passed over. */
  broken(because: Broken): void;
}

export type Broken = "cut" | "too-long" | "misplaced";

/** Takes a text in pieces, and cuts the records out of it. Keeps no more than the record that is not whole yet. */
export interface Splitter {
  push(piece: string): void;
  /** The text ends here. */
  end(): void;
}

/**
 * Cuts the records out of a text that comes in pieces: log files (`{"Records":[…]}`), answers of LookupEvents, lists, objects one after
 * the other; where the first piece has one on a line, line by line, so that a broken line costs no other.
 */
export const recordSplitter = (taker: Taker): Splitter => {
  let chosen: Splitter | undefined;
  return {
    push: (piece) => {
      chosen ??= isLines(piece) ? lineSplitter(taker) : nestedSplitter(taker);
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

const quote = 0x22;
const backslash = 0x5c;

/** `"Records": ` before a list: what is in it are records, and not the object around it. */
const isHolder = (before: string): boolean => /"(?:Records|Events)"\s*:\s*$/i.test(before);

/** By braces and strings alone: what is between them is left to JSON.parse. */
const nestedSplitter = (taker: Taker): Splitter => {
  let text = "";
  let at = 0;
  let depth = 0;
  let inString = false;
  /** Where the open record begins, and at which depth; -1: none is open, -2: one that is too long is passed over. */
  let start = -1;
  let level = 0;
  /** Past the string that is open; false where it does not end in this text. */
  const passString = (): boolean => {
    for (let end = text.indexOf('"', at); end >= 0; end = text.indexOf('"', end + 1)) {
      let slash = end - 1;
      while (slash >= at && text.charCodeAt(slash) === backslash) slash -= 1;
      if ((end - 1 - slash) % 2 === 1) continue;
      [at, inString] = [end + 1, false];
      return true;
    }
    // The next piece may begin with what a backslash at the end of this one escapes.
    let slash = text.length;
    while (slash > at && text.charCodeAt(slash - 1) === backslash) slash -= 1;
    at = text.length - ((text.length - slash) % 2);
    return false;
  };
  const opened = (code: number) => {
    if (start === -1 && code === openBrace) [start, level] = [at, depth];
    else if (
      start >= 0 &&
      code === openBracket &&
      depth === level + 1 &&
      isHolder(text.slice(Math.max(start, at - 40), at))
    )
      start = -1;
    depth += 1;
  };
  const closed = (code: number) => {
    if (depth === 0) {
      taker.broken("misplaced");
      return;
    }
    depth -= 1;
    if (start === -1 || depth > level || code !== closeBrace) return;
    if (start >= 0) taker.record(text.slice(start, at + 1));
    start = -1;
  };
  const scan = () => {
    while (at < text.length) {
      if (inString) {
        if (!passString()) return;
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === quote) inString = true;
      else if (code === openBrace || code === openBracket) opened(code);
      else if (code === closeBrace || code === closeBracket) closed(code);
      at += 1;
    }
  };
  const forget = () => {
    const kept = start >= 0 ? start : Math.max(0, at - 1);
    text = text.slice(kept);
    at -= kept;
    if (start < 0) return;
    start = 0;
    if (text.length <= longest) return;
    start = -2;
    taker.broken("too-long");
  };
  return {
    push: (piece) => {
      text += piece;
      scan();
      forget();
    },
    end: () => {
      if (depth > 0 || inString) taker.broken("cut");
    },
  };
};

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
