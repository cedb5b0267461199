import { expect, test } from "vitest";
import type { Finding } from "../../src/check/finding.ts";
import { renderGithub } from "../../src/render/github.ts";
import { sarifLog } from "../../src/render/sarif.ts";

// Names and words that mean something to the formats: they must arrive as they are, and say nothing of their own.

const finding: Finding = {
  code: "sid-characters",
  severity: "warning",
  message: 'the Sid "50%0A,a:b\n::error::own\u001b[31m\u202e" has characters',
  hint: "keep to letters,\ndigits: and spaces",
  path: "/Statement/0/Sid",
  line: 3,
  column: 12,
  fixable: false,
};

const path = "keys, old/a:b%25#1?.json";

/** As the runner of GitHub Actions reads a line (actions/runner, ActionCommand). */
const read = (line: string) => {
  const [, name, properties = "", data = ""] = /^::(\w+) (.*?)::(.*)$/.exec(line) ?? [];
  const plain = (text: string) => text.replaceAll("%0D", "\r").replaceAll("%0A", "\n");
  const pairs = properties.split(",").map((pair) => {
    const [key = "", value = ""] = pair.split("=");
    return [key, plain(value.replaceAll("%3A", ":").replaceAll("%2C", ",")).replaceAll("%25", "%")];
  });
  return { name, properties: Object.fromEntries(pairs) as unknown, data: plain(data).replaceAll("%25", "%") };
};

test("a GitHub annotation is one line, and says what was meant", () => {
  const written = renderGithub(path, [finding]);
  expect(written.split("\n")).toHaveLength(2);
  expect(read(written.trimEnd())).toEqual({
    name: "warning",
    properties: { file: path, line: "3", col: "12", title: "warning sid-characters" },
    data: 'the Sid "50%0A,a:b\\u000a::error::own\\u001b[31m\\u202e" has characters\nhint: keep to letters,\\u000adigits: and spaces',
  });
});

test.each([
  [path, "keys%2C%20old/a%3Ab%2525%231%3F.json"],
  ["../up/./fine.json", "../up/./fine.json"],
  ["arn:aws:kms:eu-west-1:111122223333:key/1234", "arn:aws:kms:eu-west-1:111122223333:key/1234"],
])("in SARIF %s is a reference to that file or key", (uri, written) => {
  const log = JSON.stringify(sarifLog([{ uri, findings: [finding] }], "1.2.3"));
  expect(/"artifactLocation":\{"uri":"([^"]*)"\}/.exec(log)?.[1]).toBe(written);
});
