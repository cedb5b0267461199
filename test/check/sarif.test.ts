import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { checkPolicy } from "../../src/check/check.ts";
import { parsePolicyText } from "../../src/policy/document.ts";
import { sarifLog } from "../../src/render/sarif.ts";

// The schema of OASIS (SARIF 2.1.0, Errata 01) without its descriptions.
const schema = JSON.parse(
  readFileSync(new URL("data/sarif-schema-2.1.0.json", import.meta.url), "utf8"),
) as object;
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, unicodeRegExp: false });
const isValid = ajv.compile(schema);

const subjects = ["valid", "invalid"].flatMap((kind) => {
  const folder = new URL(`../corpus/${kind}/`, import.meta.url);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({
      uri: `policies/${name} 100%`,
      findings: checkPolicy(parsePolicyText(readFileSync(new URL(name, folder), "utf8"), "json"), {
        account: "111122223333",
      }),
    }));
});

test("the findings on the whole corpus make a valid log", () => {
  const log = JSON.parse(JSON.stringify(sarifLog(subjects, "1.2.3"))) as {
    runs: {
      results: { ruleId: string; ruleIndex: number }[];
      tool: { driver: { rules: { id: string }[] } };
    }[];
  };
  isValid(log);
  expect(isValid.errors).toBeNull();
  const [run] = log.runs;
  expect(run?.results.length).toBe(subjects.reduce((sum, { findings }) => sum + findings.length, 0));
  for (const { ruleId, ruleIndex } of run?.results ?? []) {
    expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  }
});

test("a log without findings is valid, too", () => {
  isValid(JSON.parse(JSON.stringify(sarifLog([], "1.2.3"))));
  expect(isValid.errors).toBeNull();
});

test("the schema would tell", () => {
  expect(isValid({ version: "2.1.0", runs: [{ tool: {} }] })).toBe(false);
});
