import { isJsonText } from "./json-text.ts";

/** Python is there where the AWS CLI is: what else turns such a text back differs from system to system. */
const python = (code: string): string => `python3 -c '${code}' < FILE > policy.json`;

/** What a text is, as it reads behind "it is", and what its owner can do. */
interface Encoded {
  readonly seems: string;
  readonly hint: string;
}

interface Encoding extends Encoded {
  readonly mark: RegExp;
  /** The text that is encoded; undefined where it is not. */
  readonly decode: (text: string) => string | undefined;
}

const encodings: readonly Encoding[] = [
  {
    // Whole groups of four signs, at least as many as the shortest policy needs.
    mark: /^\s*[A-Za-z0-9+/][A-Za-z0-9+/\s]{20,}(?:={1,2}\s*)?$/,
    decode: (text) => fromBase64(text),
    seems: "a JSON text encoded in base64",
    hint: "turn it back first: base64 -d FILE > policy.json",
  },
  {
    mark: /^(?:%20|%0D|%0A|%09|\+|\s)*%(?:7B|5B)/i,
    decode: (text) => fromUrl(text),
    seems: "a URL-encoded JSON text, as IAM answers",
    hint: `turn it back first: ${python("import sys, urllib.parse as u; print(u.unquote(sys.stdin.read()))")}`,
  },
  {
    mark: /^\s*[[{]\s*&(?:quot|#34|#x22);/i,
    // What else is written for HTML is a text within the JSON either way.
    decode: (text) => text.replace(/&(?:quot|#34|#x22);/gi, '"'),
    seems: "a JSON text written for HTML (&quot; for each quotation mark)",
    hint: `turn it back first: ${python("import sys, html; print(html.unescape(sys.stdin.read()))")}`,
  },
];

/** How a text is encoded that would else be JSON, and what turns it back; undefined for what is encoded in no way that we know. */
export const encodedText = (text: string): Encoded | undefined =>
  encodings.find(({ mark, decode }) => {
    if (!mark.test(text)) return false;
    const plain = decode(text);
    return plain !== undefined && isJsonText(plain);
  });

const fromBase64 = (text: string): string | undefined => {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
};

const fromUrl = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
};
