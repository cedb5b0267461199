import { stepsOf } from "../support/steps.ts";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { acceptancesIn, sift } from "../../src/check/acceptance.ts";
import { checkPolicy } from "../../src/check/check.ts";
import { fixPolicy } from "../../src/check/fix-policy.ts";
import { documentOf, loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import type { PolicyFormat } from "../../src/policy/syntax.ts";
import { alikeStatements, anyShape, anyValue, asManyAsFit, inPolicy, many, write } from "./arbitrary-text.ts";
import { times } from "../support/long-form.ts";

// No text makes `check` work for long, whoever wrote it: counted in steps, not in seconds.

beforeAll(() => loadFormat("yaml"));

const facts = { account: "111122223333", partition: "aws" };

const checked = (text: string, format: PolicyFormat = "json"): void => {
  const parsed = parsePolicyText(text, format);
  sift(checkPolicy(parsed, facts), acceptancesIn(parsed).accepted);
};
const mended = (text: string, format: PolicyFormat = "json"): void => {
  const document = documentOf(parsePolicyText(text, format));
  if (document) fixPolicy(document, facts);
};

const statement = (parts: string): string =>
  `{"Effect":"Allow","Principal":{"AWS":"*"},"Resource":"*",${parts}}`;
const withCondition = (condition: string): string =>
  inPolicy(statement(`"Action":"kms:*","Condition":{${condition}}`));
const role = (n: number): string => `"arn:aws:iam::111122223333:role/r${n}"`;
/** Twice the size that KMS takes. The short form takes a tenth of all this: what grows with the square shows there as well. CI runs the long one. */
const part = times(1 / 10, 1);
const enough = 60_000 * part;
const long = (text: string): string => text.repeat(enough / text.length);
const inYaml = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join("\n");

/** Texts of one kind of part, over and over; most of twice the size that KMS takes, beyond which nothing but the size is told. */
const families: Readonly<Record<string, string | readonly [string, PolicyFormat]>> = {
  "statements with one Sid": inPolicy(asManyAsFit(() => '{"Sid":"a"}', enough)),
  "equal statements": inPolicy(asManyAsFit(() => statement('"Sid":"a","Action":"kms:*"'), enough)),
  "empty statements": inPolicy(asManyAsFit(() => "{}", enough)),
  "statements that are numbers": inPolicy(asManyAsFit(() => "0", enough)),
  "statements that are lists": inPolicy(asManyAsFit(() => "[]", enough)),
  "statements for an account each": inPolicy(
    asManyAsFit((n) => statement('"Action":"kms:*"').replace('"*"', `"${100_000_000_000 + n}"`), enough),
  ),
  "Deny with NotPrincipal": inPolicy(
    asManyAsFit(
      (n) => `{"Effect":"Deny","NotPrincipal":{"AWS":${role(n)}},"Action":"kms:*","Resource":"*"}`,
      enough,
    ),
  ),
  "Allow and Deny by overlapping patterns": inPolicy(
    asManyAsFit(
      (n) =>
        `{"Effect":"${n % 2 ? "Allow" : "Deny"}","Principal":{"AWS":"*"},"Action":"kms:*","Resource":"*","Condition":{"StringLike":{"aws:PrincipalArn":"*a*${n}*a*"}}}`,
      enough,
    ),
  ),
  "many principals in many statements": inPolicy(
    asManyAsFit(
      () => `{"Effect":"Allow","Principal":{"AWS":[${many(30, role)}]},"Action":"kms:*","Resource":"*"}`,
      enough,
    ),
  ),
  principals: inPolicy(
    `{"Effect":"Allow","Principal":{"AWS":[${asManyAsFit((n) => `"${100_000_000_000 + n}"`, enough)}]},"Action":"kms:*","Resource":"*"}`,
  ),
  "patterns of actions": inPolicy(
    statement(`"Action":[${asManyAsFit((n) => `"kms:*?*?*?*?*?*?${n}"`, enough)}]`),
  ),
  "one pattern of stars": inPolicy(statement(`"Action":"kms:${"*".repeat(enough)}x"`)),
  "one pattern of *e*e*e": inPolicy(statement(`"Action":"kms:${long("*e")}"`)),
  "patterns of a principal's ARN": withCondition(
    `"StringLike":{"aws:PrincipalArn":[${asManyAsFit((n) => `"*a*${n}*a*a*"`, enough)}]}`,
  ),
  "variables that never end": withCondition(`"StringEquals":{"aws:username":"${long("${")}"}`),
  variables: withCondition(`"StringLike":{"aws:username":"${long("${aws:username}")}"}`),
  "white space in a variable": withCondition(`"StringLike":{"aws:username":"\${a${" ".repeat(enough)}b}"}`),
  addresses: withCondition(
    `"IpAddress":{"aws:SourceIp":[${asManyAsFit((n) => `"10.${n % 256}.${n >> 8}.0/24"`, enough)}]}`,
  ),
  "condition keys": withCondition(`"StringEquals":{${asManyAsFit((n) => `"kms:Via${n}":"y"`, enough)}}`),
  operators: withCondition(asManyAsFit((n) => `"StringEqual${n}":{"aws:x":"y"}`, enough)),
  "members of a statement": inPolicy(`{${asManyAsFit((n) => `"Acton${n}":1`, enough)}}`),
  "a member many times": inPolicy(`{${asManyAsFit(() => '"Sid":1', enough)}}`),
  "lists in lists": inPolicy(`{"Action":${"[".repeat(190)}${asManyAsFit(() => "1")}${"]".repeat(190)}}`),
  "lines of comments": [
    "// kmspol-accept no-account-root: because\n".repeat(10_000 * part) + inPolicy(),
    "jsonc",
  ],
  "comments without end": ["/**/".repeat(250_000 * part) + "{}", "jsonc"],
  "texts after the end": "{}".repeat(400_000 * part),
  "commas at the end": `[${"[1,],".repeat(150_000 * part)}]`,
  "a megabyte of white space": "\n".repeat(1_000_000 * part) + inPolicy(),
  "YAML with a fault at each sign": [inYaml(50_000 * part, () => "}: ] ["), "yaml"],
  "YAML of dashes": [inYaml(200_000 * part, () => "-"), "yaml"],
  "YAML of question marks": [inYaml(200_000 * part, () => "? a"), "yaml"],
  "YAML indented by tabs": [inYaml(50_000 * part, () => "\t- a: b"), "yaml"],
  "YAML of documents": [inYaml(50_000 * part, () => "--- a"), "yaml"],
  "YAML with one name": [inYaml(60_000 * part, () => "a: 1"), "yaml"],
  "YAML of names": [inYaml(60_000 * part, (n) => `a${n}: 1`), "yaml"],
  "YAML with one Sid": [
    `Version: "2012-10-17"\nStatement:\n${inYaml(300, (n) => `  - Sid: a\n    Effect: Allow\n    Principal: {AWS: ${role(n)}}\n    Action: kms:Decrypt\n    Resource: "*"`)}\n`,
    "yaml",
  ],
};

/** A few seconds of a usual machine; patterns that overlap come nearest (70 million), what grew with the square of the parts needed up to a thousand times as many. */
const limit = 150_000_000 * part;

test.each(Object.entries(families))("check and --fix are done soon: %s", (_, family) => {
  const [text, format] = typeof family === "string" ? ([family, "json"] as const) : family;
  expect(stepsOf(() => checked(text, format))).toBeLessThan(limit);
  expect(stepsOf(() => mended(text, format))).toBeLessThan(limit);
});

test("policies of legal size whose statements are alike", () => {
  fc.assert(
    fc.property(anyShape, (shape) => {
      const text = alikeStatements(shape);
      expect(stepsOf(() => checked(text))).toBeLessThan(limit);
      expect(stepsOf(() => mended(text))).toBeLessThan(limit);
    }),
    { numRuns: times(1, 30) },
  );
});

test("fuzzed texts: fifty of them together are done soon", () => {
  const texts = fc.array(anyValue.map(write), { minLength: 50, maxLength: 50 });
  fc.assert(
    fc.property(texts, (fifty) => {
      for (const work of [checked, mended]) {
        const steps = stepsOf(() => {
          for (const text of fifty) work(text);
        });
        expect(steps).toBeLessThan(limit);
      }
    }),
    { numRuns: times(2, 20) },
  );
});
