import { beforeAll, describe, expect, test } from "vitest";
import { loadFormat, parsePolicyText } from "../../src/policy/document.ts";
import { orderedLike } from "../../src/policy/ordered-like.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { partitionOf, sameDocument } from "../../src/policy/same-document.ts";
import type { JsonValue } from "../../src/policy/syntax.ts";
import { symbolText } from "../../src/policy/symbols.ts";
import { actionPlaces, nodeAt, principalPlaces, sidOf } from "../../src/policy/text/node-at.ts";
import { documentFor, documentIn } from "./documents.ts";

beforeAll(() => loadFormat("yaml"));

const read = (statement: JsonValue) => readPolicy(documentFor({ Statement: [statement] })).statements[0];
const whole = { Effect: "Allow", Principal: { AWS: "p" }, Action: "a", Resource: "*" };

describe("what a statement says, however odd it is", () => {
  test.each<[what: string, statement: JsonValue, said: object]>([
    ["Action beside NotAction", { ...whole, NotAction: "n" }, { notAction: false, actions: ["a"] }],
    [
      "NotAction alone",
      { ...whole, Action: undefined as never, NotAction: "n" },
      { notAction: true, actions: ["n"] },
    ],
    [
      "neither",
      { Effect: "Allow" },
      { notAction: false, notPrincipal: false, notResource: false, actions: [] },
    ],
    ["Resource beside NotResource", { ...whole, NotResource: "n" }, { notResource: false, resources: ["*"] }],
    [
      "Principal beside NotPrincipal",
      { ...whole, NotPrincipal: "*" },
      { notPrincipal: false, principals: [{ type: "AWS", value: "p" }] },
    ],
    [
      "an ARN that is no member of AWS",
      { ...whole, Principal: "arn:aws:iam::111122223333:root" },
      { principals: [] },
    ],
    ["everyone", { ...whole, Principal: "*" }, { principals: [{ type: "AWS", value: "*" }] }],
    [
      "everyone but nobody",
      { ...whole, Principal: undefined as never, NotPrincipal: "*" },
      { notPrincipal: true, principals: [{ type: "AWS", value: "*" }] },
    ],
    ["lists of lists", { ...whole, Action: ["a", ["b", ["c"]], 1] }, { actions: ["a", "b", "c"] }],
    [
      "principals of two types",
      { ...whole, Principal: { AWS: ["a", 1], Service: "s" } },
      {
        principals: [
          { type: "AWS", value: "a" },
          { type: "Service", value: "s" },
        ],
      },
    ],
    ["a Sid that is no text", { ...whole, Sid: 1 }, { sid: undefined }],
    [
      "values that are no texts",
      { ...whole, Condition: { C: { k: [1, null, true, { x: 1 }, ["n"]] } } },
      { conditions: [{ operator: "C", key: "k", values: ["1", "true", "n"] }] },
    ],
    [
      "no value",
      { ...whole, Condition: { C: { k: null, l: {} } } },
      { conditions: [{ values: [] }, { values: [] }] },
    ],
    [
      "an operator without an object",
      { ...whole, Condition: { C: "x", D: { k: "v" } } },
      { conditions: [{ operator: "C (malformed)", key: "C", values: [] }, { operator: "D" }] },
    ],
    [
      "a Condition that is none",
      { ...whole, Condition: null },
      { conditions: [{ operator: "Condition (malformed)" }] },
    ],
  ])("%s", (_, statement, said) => {
    expect(read(JSON.parse(JSON.stringify(statement)) as JsonValue)).toMatchObject(said);
  });

  test("the first reason why it matches nothing", () => {
    const why = (statement: object) => read(statement as JsonValue)?.inert;
    expect(why({ Effect: 1 })).toBe("its Effect is neither Allow nor Deny");
    expect(why({ Effect: "Deny" })).toBe("it names no principal");
    expect(why({ Effect: "Deny", Principal: "*" })).toBe("it has no Action");
    expect(why({ Effect: "Deny", Principal: "*", NotAction: "a" })).toBe("it has no Resource");
    expect(why({ Effect: "Deny", Principal: "*", NotAction: "a", NotResource: "*" })).toBeUndefined();
    expect(read({ ...whole, Effect: "Deny" })?.effect).toBe("Deny");
    expect(read({ ...whole, Effect: "deny" })?.effect).toBe("Allow");
  });

  test("who or whose account is filled in later is told as that where a condition names callers", () => {
    const open = symbolText("ModelEdges");
    const values = (key: string) =>
      read({ ...whole, Condition: { StringEquals: { [key]: open } } })?.conditions[0]?.values[0];
    for (const key of ["aws:PrincipalAccount", "KMS:CallerAccount"])
      expect([key, values(key)]).toEqual([key, expect.stringMatching(/^99\d{10}$/)]);
    expect(values("AWS:principalarn")).toMatch(/^arn:aws:iam::99\d{10}:role\//);
    expect(values("aws:PrincipalTag/x")).toBe(open);
  });

  test("a document is read once", () => {
    const document = documentFor({ Version: 1, Id: "i", Statement: whole });
    expect(readPolicy(document)).toBe(readPolicy(document));
    expect(readPolicy(document)).toMatchObject({ version: undefined, id: "i", statements: [{ index: 0 }] });
  });
});

const list = (...values: readonly JsonValue[]): JsonValue => ({
  Statement: [{ ...whole, Sid: "s", Action: values }],
});

test.each<[what: string, given: JsonValue, model: JsonValue, ordered: JsonValue]>([
  [
    "what the other has not stays behind, as it was",
    list("z", "b", "y", "a"),
    list("a", "b"),
    list("a", "b", "z", "y"),
  ],
  ["a list of lists is no set", list(["x"], "b", "a"), list("a", "b"), list(["x"], "b", "a")],
  ["nor is a list of objects", list({ x: 1 }, "b", "a"), list("a", "b"), list({ x: 1 }, "b", "a")],
  ["numbers are told from texts", list(1, "1"), list("1", 1), list("1", 1)],
  [
    "a single statement",
    { Statement: { ...whole, Action: ["b", "a"] } },
    list("a", "b"),
    { Statement: { ...whole, Action: ["a", "b"] } },
  ],
])("in the order of another document: %s", (_, given, model, ordered) => {
  expect(orderedLike(documentFor(given), documentFor(model)).text).toBe(JSON.stringify(ordered));
});

test("a principal that stands there twice is there once", () => {
  const of = (...AWS: readonly string[]) => documentFor({ Statement: [{ ...whole, Principal: { AWS } }] });
  expect(sameDocument(of("a", "b", "a"), of("b", "a"))).toBe(true);
  const actions = (...Action: readonly string[]) => documentFor({ Statement: [{ ...whole, Action }] });
  expect(sameDocument(actions("a", "a"), actions("a"))).toBe(false);
  expect(sameDocument(actions("a", "b"), actions("b", "a"))).toBe(false);
});

test("the partition of a document is that of its first ARN", () => {
  const of = (text: string) => documentFor({ Id: text });
  expect(partitionOf(of("x"))).toBe("aws");
  expect(partitionOf(of("x"), of("arn:aws-cn:iam::1:root arn:aws:iam::1:root"))).toBe("aws-cn");
});

test("places of actions, principals and Sids", () => {
  const document = documentFor({
    Statement: [
      { Sid: 1, Principal: "*", NotPrincipal: { AWS: ["a", 1] }, Action: ["x", ["y"]], NotAction: "z" },
    ],
  });
  expect(
    principalPlaces(document, 0).map(({ type, value, path }) => `${type} ${value} ${path.join("/")}`),
  ).toEqual(["* * Statement/0/Principal", "AWS a Statement/0/NotPrincipal/AWS/0"]);
  expect(actionPlaces(document, 0).map(({ value, path }) => `${value} ${path.join("/")}`)).toEqual([
    "x Statement/0/Action/0",
    "y Statement/0/Action/1/0",
    "z Statement/0/NotAction",
  ]);
  expect([sidOf(document, 0), sidOf(document, 1), nodeAt(document, ["Statement", "0"])]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

describe("YAML that is no policy", () => {
  const said = (text: string) =>
    parsePolicyText(text, "yaml").problems.map(({ message, start }) => `${start} ${message}`);

  test.each<[text: string, said: string]>([
    ["a: !x |\n  b\n", "3 tags (!name) are not supported"],
    ["a: &x >\n  b\nc: !y d\n", "3 anchors (&name) are not supported: write the value out"],
    ["a: 1\nb: !y d\nc: &x e\n", "8 tags (!name) are not supported"],
    ["a: [!x b]\n", "4 tags (!name) are not supported"],
    ["a: '<<'\n", ""],
    ["a:\n  <<: {b: 1}\n", "5 merge keys (<<) are not supported"],
    ["- !x a\n", "2 tags (!name) are not supported"],
    ["!x a: b\n", "0 tags (!name) are not supported"],
    ["a: 1e999\n", "3 this is no value that JSON has"],
    ["? \n: b\n", "0 keys with a question mark are not supported"],
    [": b\n", "0 a member name is missing"],
  ])("%j", (text, problem) => {
    expect(said(text)).toEqual(problem === "" ? [] : [problem]);
  });

  test("of many faults of a text the first is told", () => {
    expect(said("a: @x\nb: @y\n")).toHaveLength(1);
  });

  test("more words and signs than any policy has are not read", () => {
    expect(said(`a: [${"1,".repeat(40_000)}]\n`)).toEqual(["0 more than 65536 words and signs"]);
  });
});

test("numbers, names and nothing in YAML", () => {
  const { root } = documentIn('1: x\ntrue: y\n"z": 1.5\nn: ~\nb: false\n', "yaml");
  expect(root.members.map(({ name, value }) => [name, "value" in value ? value.value : undefined])).toEqual([
    ["1", "x"],
    ["true", "y"],
    ["z", 1.5],
    ["n", null],
    ["b", false],
  ]);
});
