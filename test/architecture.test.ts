import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

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

const pure = ["policy", "check", "access", "default-view", "other-half"];

// Which folders a folder may know. Files directly in src/ (errors.ts, ports.ts) are open to all.
const arrows: Record<string, readonly string[]> = {
  policy: [],
  access: ["policy"],
  check: ["access", "policy"],
  "default-view": ["access", "policy", "check"],
  "other-half": ["access", "policy", "default-view"],
  change: [...pure],
  render: [...pure, "change"],
  prompts: [...pure, "change", "render"],
  commands: [...pure, "change", "prompts", "render", "sandbox"],
  adapters: [...pure, "change"],
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

test("the pure core imports no module of Node, no SDK, no terminal", () => {
  const allowed = new Set(["jsonc-parser", "yaml"]);
  const outside = imports.filter(
    ({ folder, from }) => pure.includes(folder) && !from.startsWith(".") && !allowed.has(from),
  );
  expect(outside).toEqual([]);
});

test.each([
  ["chalk", ["render"]],
  ["@inquirer/prompts", ["prompts"]],
  ["commander", ["commands", "program.ts"]],
  ["@aws-sdk/", ["adapters"]],
  ["execa", ["adapters", "sandbox"]],
])("%s is known to one room only", (library, rooms) => {
  const strangers = imports.filter(({ folder, from }) => from.startsWith(library) && !rooms.includes(folder));
  expect(strangers).toEqual([]);
});

test("no file is over 250 lines", () => {
  const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > 251);
  expect(long).toEqual([]);
});
