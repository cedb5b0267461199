import { longest, type Splitter, type Taker } from "./record-taker.ts";

const quote = 0x22;
const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** `"Records": ` before a list: what is in it are records, and not the object around it. */
const isHolder = (before: string): boolean => /"(?:Records|Events)"\s*:\s*$/i.test(before);
/** Characters in which that stands. */
const holderLength = 40;

/** In the place of the start of a record: there is none, or one that is too long and passed over. */
const noRecord = -1;
const passedOver = -2;

/** Cuts records out of objects and lists, by braces and strings alone: what is between them is left to JSON.parse. */
export class NestedSplitter implements Splitter {
  private readonly taker: Taker;
  private text = "";
  private at = 0;
  private depth = 0;
  private inString = false;
  /** Where the open record begins, and at which depth. */
  private start = noRecord;
  private level = 0;

  constructor(taker: Taker) {
    this.taker = taker;
  }

  push(piece: string): void {
    this.text += piece;
    this.scan();
    this.forget();
  }

  end(): void {
    if (this.depth > 0 || this.inString) this.taker.broken("cut");
  }

  private scan(): void {
    while (this.at < this.text.length) {
      if (this.inString) {
        if (!this.passString()) return;
        continue;
      }
      const code = this.text.charCodeAt(this.at);
      if (code === quote) this.inString = true;
      else if (code === openBrace || code === openBracket) this.opened(code);
      else if (code === closeBrace || code === closeBracket) this.closed(code);
      this.at += 1;
    }
  }

  /** Past the string that is open; false where it does not end in this text. */
  private passString(): boolean {
    const { text, at } = this;
    for (let end = text.indexOf('"', at); end >= 0; end = text.indexOf('"', end + 1)) {
      if (backslashesBefore(text, end, at) % 2 === 1) continue;
      this.at = end + 1;
      this.inString = false;
      return true;
    }
    // The next piece may begin with what a backslash at the end of this one escapes.
    this.at = text.length - (backslashesBefore(text, text.length, at) % 2);
    return false;
  }

  private opened(code: number): void {
    const { text, at, start, depth, level } = this;
    if (start === noRecord && code === openBrace) {
      this.start = at;
      this.level = depth;
    } else if (start >= 0 && code === openBracket && depth === level + 1) {
      if (isHolder(text.slice(Math.max(start, at - holderLength), at))) this.start = noRecord;
    }
    this.depth += 1;
  }

  private closed(code: number): void {
    if (this.depth === 0) {
      this.taker.broken("misplaced");
      return;
    }
    this.depth -= 1;
    const { text, at, start, depth, level } = this;
    if (start === noRecord || depth > level || code !== closeBrace) return;
    if (start >= 0) this.taker.record(text.slice(start, at + 1));
    this.start = noRecord;
  }

  /** Keeps what is not whole yet. */
  private forget(): void {
    const isOpen = this.start >= 0;
    const kept = isOpen ? this.start : Math.max(0, this.at - 1);
    this.text = this.text.slice(kept);
    this.at -= kept;
    if (!isOpen) return;
    this.start = 0;
    if (this.text.length <= longest) return;
    this.start = passedOver;
    this.taker.broken("too-long");
  }
}

/** How many backslashes stand before a place of a text, back to `from`. */
const backslashesBefore = (text: string, place: number, from: number): number => {
  let first = place;
  while (first > from && text.charCodeAt(first - 1) === backslash) first -= 1;
  return place - first;
};
