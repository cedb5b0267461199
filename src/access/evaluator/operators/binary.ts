import { unknown } from "../truth.ts";
import type { Comparison } from "./operator.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The bytes of a base64 text as a string of zeros and ones; undefined where it is no base64. */
const bytesOf = (text: string): string | undefined => {
  const digits = /^([A-Za-z0-9+/]*)={0,2}$/.exec(text)?.[1];
  if (digits === undefined || digits.length % 4 === 1) return undefined;
  const bits = Array.from(digits, (digit) => alphabet.indexOf(digit).toString(2).padStart(6, "0")).join("");
  return bits.slice(0, bits.length - (bits.length % 8));
};

/** BinaryEquals: the same bytes, however the base64 is padded. */
export const binaryEquals: Comparison = (policyValue, requestValue) => {
  const wanted = bytesOf(policyValue);
  return wanted === undefined
    ? unknown(`"${policyValue}" is no base64 text`)
    : wanted === bytesOf(requestValue);
};
