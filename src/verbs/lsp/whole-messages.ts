import { Transform } from "node:stream";

/** Bytes of a message that are taken: more than any document that is read. */
const mostBytes = 128 * 1024 * 1024;
/** Bytes of a header that are looked at before they are dropped. */
const longestHeader = 16 * 1024;

const headerEnd = "\r\n\r\n";
/** The field without which a message has no end; what stands before it on its line is left over from a message of a wrong length. */
const lengthField = /Content-Length: *(\d{1,10})[ \t]*\r\n/gi;

/**
 * A stream that passes on messages of the protocol with a header that can be read, and drops what is none: the library would wait for ever
 * for the rest. What follows a header of a wrong length is found again at the next header.
 */
export const wholeMessages = (): Transform => {
  let header = Buffer.alloc(0);
  let bodyLeft = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      let rest = chunk;
      while (rest.length > 0) {
        if (bodyLeft > 0) {
          const body = rest.subarray(0, bodyLeft);
          bodyLeft -= body.length;
          rest = rest.subarray(body.length);
          this.push(body);
          continue;
        }
        header = Buffer.concat([header, rest]);
        const end = header.indexOf(headerEnd);
        if (end < 0) {
          if (header.length > longestHeader) header = header.subarray(-headerEnd.length);
          break;
        }
        rest = header.subarray(end + headerEnd.length);
        const length = lengthIn(header.subarray(0, end + 2).toString("latin1"));
        header = Buffer.alloc(0);
        if (length === undefined) continue;
        bodyLeft = length;
        this.push(`Content-Length: ${String(length)}${headerEnd}`);
      }
      done();
    },
  });
};

const lengthIn = (header: string): number | undefined => {
  const length = [...header.matchAll(lengthField)].at(-1)?.[1];
  return length === undefined || Number(length) > mostBytes ? undefined : Number(length);
};
