import { expect, test } from "vitest";
import { evaluate } from "../../src/access/evaluate.ts";
import { listAccess } from "../../src/access/list-access.ts";
import { checkPolicy } from "../../src/check/check.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { renderEvaluation } from "../../src/render/evaluation.ts";
import { plainStyle } from "../../src/render/style.ts";

/**
 * How a value that is no boolean, number, date or address compares, AWS does not say: `who-can` lists the access as possible, `can` as what
 * might turn the answer, and `check` names the value; none of them calls it yes or no (IAM User Guide, "Condition operators").
 */
const account = "111122223333";
const stranger = "arn:aws:iam::444455556666:role/App";

const storyOf = (operator: string, key: string, value: string) => {
  const text = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        ...{ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" },
        Condition: { [operator]: { [key]: value } },
      },
    ],
  });
  const parsed = parsePolicyText(text, "json");
  const document = documentOf(parsed);
  if (!document) throw new Error("no policy");
  const policy = readPolicy(document);
  const request = { principal: stranger, action: "kms:Decrypt", context: {} };
  const answer = evaluate(policy, request, { account });
  return {
    rows: listAccess(policy, { account }, ["kms:Decrypt"]),
    codes: checkPolicy(parsed, { account }).map(({ code }) => code),
    can: renderEvaluation(answer, request, { account }, plainStyle),
  };
};

test.each([
  ["Bool", "aws:MultiFactorAuthPresent", "1", "bool-not-boolean"],
  ["Bool", "aws:MultiFactorAuthPresent", "yes", "bool-not-boolean"],
  ["BoolIfExists", "aws:ViaAWSService", "on", "bool-not-boolean"],
  ["Null", "aws:MultiFactorAuthAge", "maybe", "bool-not-boolean"],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "an hour", "type-mismatch"],
  ["NumericEquals", "aws:MultiFactorAuthAge", "0x10", "type-mismatch"],
  ["DateGreaterThan", "aws:CurrentTime", "tomorrow", "date-format"],
  ["DateLessThan", "aws:TokenIssueTime", "2026-02-30", "date-format"],
  ["IpAddress", "aws:SourceIp", "10.0.0.300", "private-source-ip"],
  ["NotIpAddress", "aws:VpcSourceIp", "10.0.0.0/33", "private-source-ip"],
])("%s %s %s is undecided in every answer", (operator, key, value, code) => {
  const { rows, codes, can } = storyOf(operator, key, value);
  expect(codes).toContain(code);
  const anyone = rows.filter(({ principal }) => principal === "anyone");
  expect(anyone.some(({ undecided }) => undecided?.includes(value))).toBe(true);
  expect(can).not.toMatch(/would turn/);
  if (!operator.includes("IfExists") && !operator.startsWith("Not")) expect(can).toMatch(/undecided/);
});

test.each([
  ["Bool", "aws:MultiFactorAuthPresent", "TRUE", /would turn for a request with MFA/],
  ["NumericLessThan", "aws:MultiFactorAuthAge", "3600", /would turn/],
  ["IpAddress", "aws:SourceIp", "192.0.2.0/24", /would turn for a request from 192.0.2.0\/24/],
])("%s %s %s is decided", (operator, key, value, turns) => {
  const { rows, can } = storyOf(operator, key, value);
  expect(rows.every(({ undecided }) => undecided === undefined)).toBe(true);
  expect(can).toMatch(turns);
  expect(can).not.toMatch(/undecided|might/);
});
