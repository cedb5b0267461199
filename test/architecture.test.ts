import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { proposedFlags } from "../src/next-command.ts";
import { verbs } from "../src/verbs/verbs.ts";

const files = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join("src", file));

interface Import {
  readonly file: string;
  readonly folder: string;
  readonly from: string;
  readonly typeOnly: boolean;
}

const room = (file: string): string => relative("src", file).split("/")[0] ?? "";

const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(file, "utf8");
  const statements = [...text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^"';]*?from\s+"([^"]+)"/gm)];
  const sideEffects = [...text.matchAll(/^\s*import\s+()"([^"]+)"/gm)];
  const dynamic = [...text.matchAll(/\bimport\(\s*()"([^"]+)"\s*\)/g)];
  return [...statements, ...sideEffects, ...dynamic].map((match) => ({
    file,
    folder: room(file),
    from: match[2] ?? "",
    typeOnly: match[1] !== undefined && match[1] !== "",
  }));
});

const targetRoom = ({ file, from }: Import): string | undefined =>
  from.startsWith(".") ? room(relative(".", resolve(dirname(file), from))) : undefined;

const target = ({ file, from }: Import): string => relative(".", resolve(dirname(file), from));

const pure = [
  ...["policy", "container", "world", "check", "access", "default-view", "other-half"],
  ...["language", "use"],
];

// Which folders a folder may know. Files directly in src/ (errors.ts, ports.ts) are open to all.
const arrows: Record<string, readonly string[]> = {
  policy: [],
  shell: ["policy"],
  container: ["policy"],
  world: ["policy"],
  access: ["policy", "world"],
  use: ["policy", "world", "access", "default-view"],
  check: ["access", "policy"],
  "default-view": ["access", "policy", "check"],
  "other-half": ["access", "policy", "default-view"],
  language: ["access", "policy", "check", "container"],
  change: [...pure, "shell"],
  render: [...pure, "shell", "change"],
  prompts: [...pure, "shell", "change", "render"],
  cli: [...pure, "shell", "change", "render"],
  output: [...pure, "shell", "change", "render", "cli"],
  target: [...pure, "shell", "change", "render", "cli", "output"],
  ask: [...pure, "shell", "change", "prompts", "render", "cli", "output", "target"],
  verbs: [...pure, "shell", "change", "prompts", "render", "sandbox", "cli", "output", "target", "ask"],
  adapters: [...pure, "shell", "change"],
  sandbox: [...pure],
};

test("the arrows between the folders go one way", () => {
  const wrong = imports.filter((entry) => {
    const target = targetRoom(entry);
    if (target === undefined || target.endsWith(".ts") || target === entry.folder) return false;
    const allowed = arrows[entry.folder];
    return allowed !== undefined && !allowed.includes(target);
  });
  expect(wrong).toEqual([]);
});

/** What each file imports of ours: types too, and what is loaded late. */
const targets = new Map<string, string[]>(files.map((file) => [file, []]));
for (const entry of imports) if (entry.from.startsWith(".")) targets.get(entry.file)?.push(target(entry));

/** The files that are left when those that import none of the others are taken away, over and over: they lie on circles, or lead to one. */
const entangled = (): readonly string[] => {
  const left = new Map(targets);
  for (let before = Infinity; left.size < before;) {
    before = left.size;
    for (const [file, known] of left) if (!known.some((other) => left.has(other))) left.delete(file);
  }
  return [...left].map(([file, known]) => `${file} → ${known.filter((other) => left.has(other)).join(", ")}`);
};

test("no file imports itself by way of others, types and what is loaded late included", () => {
  expect(entangled()).toEqual([]);
});

test("of two folders side by side one knows the other, but for these", () => {
  const pairs = new Set(
    [...targets].flatMap(([file, known]) => known.map((other) => `${dirname(file)} ${dirname(other)}`)),
  );
  const both = [...pairs].filter((pair) => {
    const [from = "", to = ""] = pair.split(" ");
    return from < to && dirname(from) === dirname(to) && pairs.has(`${to} ${from}`);
  });
  // Each of them is one too many: none may be added.
  expect(both.sort()).toEqual([
    "src/access/engine/boxes src/access/engine/callers",
    "src/access/engine/boxes src/access/engine/conditions",
    "src/policy/json src/policy/text",
    "src/policy/json src/policy/yaml",
    "src/policy/merge src/policy/text",
    "src/policy/text src/policy/yaml",
    "src/sandbox/access src/sandbox/policy",
    "src/sandbox/access src/sandbox/wire",
  ]);
});

test("the pure core imports no module of Node, no SDK, no terminal", () => {
  const allowed = new Set([
    "jsonc-parser",
    "yaml",
    "web-tree-sitter",
    "web-tree-sitter/web-tree-sitter.wasm",
    "@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm",
  ]);
  const outside = imports.filter(
    ({ folder, from }) => pure.includes(folder) && !from.startsWith(".") && !allowed.has(from),
  );
  expect(outside).toEqual([]);
});

test("what the pure core proposes is a verb of the list, with flags of that verb", () => {
  const known = new Map(
    verbs.map(({ name, flags }) => [
      name,
      Object.values(flags).flatMap(({ words }) => /--[\w-]+/.exec(words)),
    ]),
  );
  const unknown = Object.entries(proposedFlags).flatMap(([verb, flags]) =>
    known.has(verb) ? flags.filter((flag) => known.get(verb)?.includes(flag) !== true) : verb,
  );
  expect(unknown).toEqual([]);
});

test("the pure core writes no command line: it proposes a verb as a value", () => {
  const lines = files
    .filter((file) => pure.includes(room(file)))
    .filter((file) => readFileSync(file, "utf8").includes("kmspol ${"));
  expect(lines).toEqual([]);
});

test.each([
  ["picocolors", ["render"]],
  ["@inquirer/prompts", ["prompts"]],
  ["commander", ["cli", "verbs", "program.ts"]],
  ["@aws-sdk/", ["adapters"]],
  ["execa", ["adapters", "sandbox"]],
  ["vscode-languageserver", ["verbs"]],
])("%s is known to one room only", (library, rooms) => {
  const strangers = imports.filter(({ folder, from }) => from.startsWith(library) && !rooms.includes(folder));
  expect(strangers).toEqual([]);
});

test("no file is over 250 lines", () => {
  const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > 251);
  expect(long).toEqual([]);
});

// Two readings of a policy check each other (docs/access-model.md): what both know is what a policy says, never how it is matched.
const within = (folder: string) =>
  imports.filter(({ file, from }) => file.startsWith(folder) && from.startsWith("."));
const evaluator = "src/access/evaluator/";
const engine = "src/access/engine/";

test("the engine puts its examples to the evaluator, and that is all that one knows of the other", () => {
  const crossing = [
    ...within(engine).filter((entry) => !target(entry).startsWith(engine)),
    ...within(evaluator).filter((entry) => !target(entry).startsWith(evaluator)),
  ].filter((entry) => target(entry).startsWith("src/access/"));
  const doors = new Set(
    crossing.filter(({ typeOnly }) => !typeOnly).map((entry) => [entry.file, target(entry)].join(" → ")),
  );
  expect([...doors].sort()).toEqual([
    "src/access/engine/finding-access.ts → src/access/principal-word.ts",
    "src/access/engine/own-sessions.ts → src/access/principal-word.ts",
    "src/access/engine/replay.ts → src/access/evaluate-effective.ts",
    "src/access/engine/replay.ts → src/access/evaluate.ts",
    "src/access/engine/routes/replay-effective.ts → src/access/evaluate-effective.ts",
    "src/access/engine/words/readable.ts → src/access/rank-access.ts",
  ]);
  const types = new Set(crossing.filter(({ typeOnly }) => typeOnly).map(target));
  expect([...types].sort()).toEqual(["src/access/effective/types.ts", "src/access/types.ts"]);
});

test("evaluator and engine share tables and the parsed policy, no matching code", () => {
  const knownBy = (folder: string) =>
    new Set(
      within(folder)
        .filter(({ typeOnly }) => !typeOnly)
        .map(target)
        .filter((file) => !file.startsWith(folder)),
    );
  const ofEngine = knownBy(engine);
  const shared = [...knownBy(evaluator)].filter((file) => ofEngine.has(file)).sort();
  expect(shared).toEqual([
    "src/policy/condition-keys.ts",
    "src/policy/internal-caller.ts",
    "src/policy/key-facts.ts",
    "src/policy/key-usage.ts",
    "src/policy/kms-actions.ts",
    "src/policy/owner.ts",
    "src/policy/possible-values.ts",
    "src/policy/principal.ts",
    "src/policy/reserved-roles.ts",
    // Which parts of a text nobody knows yet: what such a text may match, each decides by itself.
    "src/policy/symbols.ts",
  ]);
});

test("every exported function says what it does", () => {
  const silent = files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const functions = text.matchAll(
      /^export (?:async )?(?:function (\w+)|const (\w+)(?:: [^=]*)? = (?:async )?(?:<[^=]*?>)?\()/gm,
    );
    return [...functions]
      .filter(({ index }) => !text.slice(0, index).trimEnd().endsWith("*/"))
      .map(([, named, constant]) => `${file}: ${named ?? constant ?? ""}`);
  });
  expect(silent).toEqual([]);
});
