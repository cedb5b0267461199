import { expect, test } from "vitest";
import { encodedText } from "../../src/container/encoded-text.ts";

const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Sid: "A & B <c>", Action: "kms:*" }] });
const html = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

test.each([
  ["base64", btoa(policy), "base64 -d"],
  ["base64 on several lines", btoa(policy).replaceAll(/.{20}/g, "$&\n"), "base64 -d"],
  ["URL", encodeURIComponent(policy), "urllib"],
  ["URL, with a plus for each space", encodeURIComponent(policy).replaceAll("%20", "+"), "urllib"],
  ["URL, behind a line end", `%0A${encodeURIComponent(policy)}`, "urllib"],
  ["URL, a list", encodeURIComponent(`[${policy}]`), "urllib"],
  ["HTML", html(policy), "html.unescape"],
  ["HTML by numbers", policy.replaceAll('"', "&#34;"), "html.unescape"],
  ["HTML by hexadecimal numbers", policy.replaceAll('"', "&#x22;"), "html.unescape"],
])("%s is told, with what turns it back", (_, text, hint) => {
  expect(encodedText(text)?.hint).toContain(hint);
});

test.each([
  ["a policy as it is", policy],
  ["a word", "policy"],
  ["base64 of something else", btoa("no policy at all, but a text")],
  ["a URL that is cut", "%7B%2"],
  ["HTML of something else", "{ &quot;a: "],
])("%s is not encoded", (_, text) => {
  expect(encodedText(text)).toBeUndefined();
});
