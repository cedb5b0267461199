import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { checkMarkdown } from "../../src/render/check-markdown.ts";
import { gitlabReport } from "../../src/render/gitlab.ts";
import { junitReport } from "../../src/render/junit.ts";

// The findings of the whole corpus, and of a policy made to break each format.

const hostile = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: ']]></failure> & " | ` @everyone \u0007\u202e\ufffe <script>',
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:root" },
      Action: ["kms=`|</a>&\"'", "kms=`|</a>&\"'"],
      Resource: "*",
    },
  ],
});

const subjects = ["valid", "invalid"]
  .flatMap((kind) => {
    const folder = new URL(`../corpus/${kind}/`, import.meta.url);
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);
  })
  .concat([['a|`b".json', hostile]])
  .map(([name, text]) => ({
    name: `policies/${name}`,
    path: `./policies/${name}`,
    findings: checkPolicy(parsePolicyText(text, "json"), { account: "111122223333" }),
  }));
const findings = subjects.flatMap((one) => one.findings);

// GitLab docs, "Code Quality report format": what the widget of a merge request reads.
const codeQuality = {
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", minLength: 1 },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^(?!\\./)." },
          lines: {
            type: "object",
            required: ["begin"],
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
};

test("gitlab: the report of the corpus is one that GitLab reads", () => {
  const report = JSON.parse(JSON.stringify(gitlabReport(subjects))) as { fingerprint: string }[];
  const validate = new Ajv().compile(codeQuality);
  validate(report);
  expect(validate.errors).toBeNull();
  expect(report).toHaveLength(findings.length);
  expect(new Set(report.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
});

test("gitlab: a finding keeps its fingerprint where the lines above it change", () => {
  const marks = (text: string) =>
    gitlabReport([{ path: "a.json", findings: checkPolicy(parsePolicyText(text, "json"), {}) }]).map(
      (one) => (one as { fingerprint: string }).fingerprint,
    );
  expect(marks(hostile)).not.toEqual([]);
  expect(marks(`\n\n${hostile}`)).toEqual(marks(hostile));
});

/** The elements of an XML text by name; throws where a tag is not closed, or a sign is not written as XML wants it. */
const elementsOf = (xml: string): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  const open: string[] = [];
  const rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const token = /<(\/?)([a-z]+)((?: [a-z]+="[^"<>]*")*)(\/?)>|([^<>]+)/gy;
  let at = 0;
  for (const match of rest.matchAll(token)) {
    at = match.index + match[0].length;
    const [, closes = "", name = "", attributes = "", empty = "", text = ""] = match;
    if (/&(?!(?:amp|lt|gt|quot);)/.test(attributes + text)) throw new Error(`a bare & in ${match[0]}`);
    if (text !== "") continue;
    if (closes !== "") expect(open.pop()).toBe(name);
    else {
      found.set(name, [...(found.get(name) ?? []), attributes]);
      if (empty === "") open.push(name);
    }
  }
  expect([at, open]).toEqual([rest.length, []]);
  // XML 1.0, "Characters".
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
  return found;
};

test("junit: the report of the corpus is well formed, and counts right", () => {
  const broken = { name: "alias/gone", findings: [], error: 'no <key> & "no" alias' };
  const found = elementsOf(junitReport([...subjects, broken]));
  const passed = subjects.filter((one) => one.findings.length === 0).length;
  expect(found.get("testsuite")).toHaveLength(subjects.length + 1);
  expect(found.get("failure")).toHaveLength(findings.length);
  expect(found.get("error")).toHaveLength(1);
  expect(found.get("testcase")).toHaveLength(findings.length + passed + 1);
  expect(found.get("testsuites")?.[0]).toBe(
    ` name="kmspol check" tests="${findings.length + passed + 1}" failures="${findings.length}" errors="1"`,
  );
});

// A program that reads such reports (junitparser of Debian), where it is installed: its counts, and every message whole.
const reader = `
import json, sys
from junitparser import JUnitXml
told = JUnitXml.fromstring(sys.stdin.buffer.read())
cases = [case for suite in told for case in suite]
print(json.dumps([told.tests, told.failures, told.errors, [one.message for case in cases for one in case.result]]))
`;
const readBy = (input: string) =>
  spawnSync("/usr/bin/python3", ["-c", reader], { input, encoding: "utf8", maxBuffer: 1 << 28 });

test.runIf(readBy(junitReport([])).status === 0)("junit: a program that reads such reports reads it", () => {
  const { stdout } = readBy(junitReport(subjects));
  const [tests, failures, errors, messages] = JSON.parse(stdout) as [number, number, number, string[]];
  const passed = subjects.filter((one) => one.findings.length === 0).length;
  expect([tests, failures, errors]).toEqual([findings.length + passed, findings.length, 0]);
  expect(messages).toHaveLength(findings.length);
  expect(messages).toContainEqual(expect.stringContaining("kms=`|</a>&"));
});

test("markdown: nothing from outside is markdown, worst first, and no longer than a comment may be", () => {
  const page = checkMarkdown(subjects);
  expect(page.length).toBeLessThanOrEqual(65_536);
  expect(page).toMatch(/… and \d+ more: run `kmspol check` to see all\.\n$/);
  const rows = checkMarkdown(subjects.slice(-1))
    .split("\n")
    .filter((line) => line.startsWith("| "));
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows.slice(1)) {
    // Cells end at a bar that nothing escapes.
    expect(row.split(/(?<!\\)\|/)).toHaveLength(6);
    expect(row.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, "")).toMatch(/^\| \w+ \| {2}\| {2}\| (?:<br>)? \|$/);
  }
  expect(rows.map((row) => row.split(" ")[1]).filter((word) => word === "error")).not.toEqual([]);
  expect(checkMarkdown([])).toContain("Nothing was found.");
});
