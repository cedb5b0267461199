import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { times } from "../support/long-form.ts";
import { askTerraform, hasTerraform, none, readEach, textsOf } from "./terraform-console.ts";
import { valuesIn } from "../../src/container/terraform/values-file.ts";
import { expressionsInvented } from "./terraform-invented.ts";

/** Expressions over test/container/expressions/definitions.tf, and what Terraform says of them. */
const rows: readonly (readonly [expression: string, value: unknown])[] = [
  ["[for x in local.names : upper(x)]", ["APP", "OPS"]],
  ['[for x in var.ids : "${local.prefix}/${x}" if x != "a"]', ["arn:aws:iam::111122223333:role/b"]],
  ['[for i, x in local.names : "${i}${x}"]', ["0App", "1Ops"]],
  ['[for k, v in var.map : "${k}=${v}"]', ["one=a", "two=b"]],
  ['[for k, v in var.set : "${k}${v}"]', ["yy", "zz"]],
  ['[for k, v in toset(["b", "a"]) : "${k}${v}"]', ["aa", "bb"]],
  ["flatten([for k, v in local.teams : [for x in v : [k, x]]])", ["dev", "d1", "dev", "d2", "ops", "o1"]],
  ["[for o in var.objects : o.name if o.on]", ["x"]],
  ["values({ for k, v in var.map : k => upper(v) })", ["A", "B"]],
  ['{ for x in var.ids : x => "${x}!"... }["a"]', ["a!", "a!"]],
  ["[for x in [1, 2, 3] : x * 10 if x >= 2 && x % 2 == 1]", [30]],
  ["[for x in local.names : x][*]", ["App", "Ops"]],
  ["var.objects[*].name", ["x", "y"]],
  ["var.objects.*.name", ["x", "y"]],
  ["local.teams[*].dev[0]", ["d1"]],
  ["var.env[*]", ["prod"]],
  ["local.names[1]", "Ops"],
  ["local.names[length(local.names) - 1]", "Ops"],
  ['local.teams[lower("DEV")][1]', "d2"],
  ['{ (local.names[0]) = "by name" }["App"]', "by name"],
  ["concat(local.names, [var.who])[2]", "App"],
  ['(local.account == "111122223333" ? ["own"] : [])', ["own"]],
  ['[for x in local.names : x == "App" ? "first" : "other"]', ["first", "other"]],
  ["var.object.tags", ["t"]],
  ["var.set", ["y", "z"]],
  ['join("/", tolist(var.set))', "y/z"],
  ["var.numbers", ["1", "2"]],
  ['distinct(["b", "a", "b"])', ["b", "a"]],
  ['toset(["b", "a", "b"])', ["a", "b"]],
  ['setunion(["b"], ["a"])', ["a", "b"]],
  ['setsubtract(var.ids, ["a"])', ["b"]],
  ['setintersection(var.ids, ["a", "c"])', ["a"]],
  ['sort(["b", "a"])', ["a", "b"]],
  ["reverse(local.names)", ["Ops", "App"]],
  ["slice(var.ids, 1, 2)", ["b"]],
  ["element(var.ids, 4)", "b"],
  ['lookup(var.map, "none", "standard")', "standard"],
  ['lookup(var.map, "one", "standard")', "a"],
  ['one(["only"])', "only"],
  ['zipmap(["k"], ["v"]).k', "v"],
  ['merge({ a = 1 }, null, { a = "later" }).a', "later"],
  ["keys(local.teams)", ["dev", "ops"]],
  ["values(var.map)", ["a", "b"]],
  ['compact(["", "x", null])', ["x"]],
  ["coalescelist(var.empty, local.names)", ["App", "Ops"]],
  ['coalesce("", null, "x")', "x"],
  ['format("%s/%s-%d %v%%", "a", "b", 7, true)', "a/b-7 true%"],
  [
    'formatlist("arn:aws:iam::%s:%s", ["111122223333", "444455556666"], "root")',
    ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"],
  ],
  ['split(",", "a,b")', ["a", "b"]],
  ['split(",", "")', [""]],
  ['replace("a.b.a", "a", "$&")', "$&.b.$&"],
  ['trimspace(" \\n x\\t")', "x"],
  ["chomp(local.lines)", "one\n  two\n111122223333"],
  ['trimprefix("arn:x", "arn:")', "x"],
  ['trimsuffix("x.json", ".json")', "x"],
  ['substr("abcdef", 1, -1)', "bcdef"],
  ['[startswith("ab", "a"), endswith("ab", "a"), strcontains("ab", "b")]', [true, false, true]],
  ['[contains(local.names, "Ops"), alltrue([true, "true"]), anytrue([])]', [true, true, false]],
  ["upper(length(local.names))", "2"],
  ['jsondecode(jsonencode({ a = ["$${x}"] })).a', ["${x}"]],
  ['"${1 + 2 * 3 - -1}"', 8],
  ["local.signs", 'a${b}%{c}"dé\t'],
  ['"%{ if 1 < 2 }yes%{ else }no%{ endif }!"', "yes!"],
  ['"%{ if 1 > 2 }yes%{ endif }!"', "!"],
  ['"%{ for x in local.names ~}  ${x}, %{ endfor ~} end"', "App, Ops, end"],
  ['"%{ for i, x in local.names }${i}%{ if x == "Ops" }!%{ endif }%{ endfor }"', "01!"],
  ['"a  ${~ local.account ~}  b"', "a111122223333b"],
];

const expressions = rows.map(([expression]) => expression);

describe("an expression of Terraform's language", () => {
  test("is worked out", async () => {
    const read = await readEach(expressions);
    expect(read.map(({ isOpen, value }, index) => [expressions[index], isOpen, textsOf(value)])).toEqual(
      rows.map(([expression, value]) => [expression, false, textsOf(value)]),
    );
  });

  test.runIf(hasTerraform)("is what Terraform says that it is", async () => {
    const said = await askTerraform(expressions);
    expect(said.map((value, index) => [expressions[index], value])).toEqual(rows);
  });

  test.runIf(hasTerraform)("that nobody thought of is what Terraform says, or not known", async () => {
    const all = fc.sample(expressionsInvented, times(120, 3000));
    const said = await askTerraform(all);
    const taken = all.flatMap((expression, index) =>
      said[index] === none ? [] : [{ expression, said: textsOf(said[index]) }],
    );
    const read = await readEach(taken.map(({ expression }) => expression));
    const known = taken.flatMap((one, index) => {
      const found = read[index];
      return !found || found.isOpen ? [] : [{ ...one, read: textsOf(found.value) }];
    });
    expect(known.filter((one) => one.said.join("\n") !== one.read.join("\n"))).toEqual([]);
    expect(known.length).toBeGreaterThan(all.length / 2);
  });
});

describe("what is not known of an expression is said by its name", () => {
  test.each([
    ["a part of a local object", '"role/${local.open.name}"', "role/${var.open}"],
    ["a part of a local list", '"role/${local.open.list[1]}"', "role/${var.open}"],
    ["an item of a loop", '[for x in local.open.list : "role/${x}"]', ["role/q", "role/${var.open}"]],
    [
      "an item that is in it or not",
      '[for x in local.open.list : x if x != "q"]',
      ["${[for x in local.open.list : x if x != 'q']}"],
    ],
    [
      "a list in a loop, in each round somebody else",
      '[for x in ["a", "b"] : lookup(module.m, x)]',
      ["${lookup(module.m, x) where x is 'a'}", "${lookup(module.m, x) where x is 'b'}"],
    ],
    [
      "a part behind what may be any number of items",
      'concat(module.m, ["b"])[1]',
      "${concat(module.m, ['b'])[1]}",
    ],
    ["the number of those", "length(concat(module.m, []))", "${length(concat(module.m, []))}"],
    ["a pattern", 'replace("abc", "/b/", "")', "${replace('abc', '/b/', '')}"],
    ["a number as Terraform shortens it", 'format("%v", 111122223333)', "${format('%v', 111122223333)}"],
    ["lists that may be equal but for their types", "[] == var.empty", "${[] == var.empty}"],
  ])("%s", async (_, expression, value) => {
    const [read] = await readEach([expression]);
    expect(read).toEqual({ value, isOpen: true });
  });

  test("names of a loop are not those of a local that it uses", async () => {
    const [read] = await readEach(['[for open in ["a"] : local.open.name]']);
    expect(read?.value).toEqual(["${var.open}"]);
  });
});

describe("a value that is told is of the type that its variable declares", () => {
  test.each([
    ["number", "= 1", "5", "var.x == 5", true],
    ["number", "= 1", "5", "var.x > 4", true],
    ["string", '= "a"', "true", 'var.x == "true"', true],
    ["string", '= "a"', "5", "var.x == 5", undefined],
    ["bool", "= false", "true", "var.x", true],
    ["list(number)", "= []", '["1", 2]', "var.x[0] == 1", true],
    ["set(string)", "= []", '["b", "a", "b"]', 'join("", tolist(var.x)) == "ab"', true],
    ["map(string)", "= {}", '{ "a": 1 }', 'var.x.a == "1"', true],
    [
      'object({ n = number, d = optional(string, "e") })',
      "= null",
      '{ "n": "1" }',
      'var.x.n == 1 && var.x.d == "e"',
      true,
    ],
    ["tuple([string, number])", "= null", '[1, "2"]', 'var.x[0] == "1" && var.x[1] == 2', true],
    ["any", "= null", "5", "var.x == 5", undefined],
    ["any", "= null", "5", "var.x == 6", false],
  ])("%s", async (type, standard, given, test, truth) => {
    const [read] = await readEach(
      [`${test} ? "yes" : "no"`],
      { x: given },
      `variable "x" {\n  type = ${type}\n  default ${standard}\n}\n`,
    );
    const expected = truth === undefined ? undefined : truth ? "yes" : "no";
    expect(read?.isOpen === false ? read.value : undefined).toBe(expected);
  });

  test("a default decides nothing", async () => {
    const [read] = await readEach(['var.env == "prod" ? "yes" : "no"']);
    expect(read?.isOpen).toBe(true);
  });
});

/** Loops within loops, each with what its name stands for in the next one. */
const nested = (depth: number, first: string, next: (name: string) => string): string =>
  Array.from({ length: depth }, (_, index) => depth - index).reduce(
    (inner, at) => `[for v${at} in [${at === 1 ? first : next(`v${at - 1}`)}] : ${inner}]`,
    `v${depth}`,
  );

describe("what would grow without an end, or take as long, is not worked out", () => {
  test.each([
    ["lists of lists of themselves", nested(12, "[1, 1]", (name) => `[${Array(10).fill(name).join(", ")}]`)],
    ["a text of itself twice", nested(30, '"aaaaaaaaaa"', (name) => `"\${${name}}\${${name}}"`)],
    ["lists put behind themselves", nested(40, '["a", "b"]', (name) => `concat(${name}, ${name})`)],
    [
      "a text with another for each of its letters",
      nested(12, '"aaaaaaaaaa"', (name) => `replace(${name}, "a", "aaaaaaaaaa")`),
    ],
    [
      "texts between the letters of others",
      nested(12, '"aaaaaaaaaa"', (name) => `join(${name}, split("", ${name}))`),
    ],
    ["texts within texts as JSON", nested(40, '"\\""', (name) => `jsonencode(${name})`)],
    ["rounds of rounds", "[for a in var.ids : ".repeat(40) + "a" + "]".repeat(40)],
    ["a truth turned round and round", `"\${${"!".repeat(40)}var.open}"`],
  ])("%s", async (_, expression) => {
    const [read] = await readEach([expression]);
    expect(read?.isOpen).toBe(true);
  });

  test("in a file of values neither", async () => {
    const given = await valuesIn(
      `x = ${"[for a in [1, 2, 3] : ".repeat(40)}a${"]".repeat(40)}\ny = "known"\n`,
    );
    expect(given).toEqual([["y", "known"]]);
  });
});

test("the name of a loop has letters of any language", async () => {
  const [read] = await readEach(['[for r\u00f4le in ["a"] : lookup(module.m, r\u00f4le)]']);
  expect(read?.value).toEqual(["${lookup(module.m, r\u00f4le) where r\u00f4le is 'a'}"]);
});
