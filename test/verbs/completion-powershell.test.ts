import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { beforeAll, expect, test } from "vitest";
import { Language, type Node, Parser } from "web-tree-sitter";
import { completionScript } from "../../src/verbs/completion/completion-script.ts";

// No PowerShell runs where these tests do: the script is parsed by the grammar that editors use for PowerShell.

const require = createRequire(import.meta.url);
let parser: Parser;

beforeAll(async () => {
  await Parser.init();
  parser = new Parser();
  parser.setLanguage(
    await Language.load(
      await readFile(require.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")),
    ),
  );
});

/** What the grammar cannot read, with its line. */
const faults = (node: Node): readonly string[] => [
  ...(node.isError || node.isMissing ? [`${String(node.startPosition.row + 1)}: ${node.text}`] : []),
  ...node.children.flatMap((child) => faults(child)),
];
const faultsIn = (text: string): readonly string[] => faults(parser.parse(text)!.rootNode);

const script = completionScript("powershell");

test("the completion of PowerShell is PowerShell", () => {
  expect(faultsIn(script)).toEqual([]);
});

test.each<readonly [there: string, instead: string]>([
  ["{ continue }", "{ continue"],
  ["foreach ($line in", "foreach ($line of"],
  ["2>$null)", "2>$null"],
  ["param($wordToComplete,", "param($wordToComplete"],
])("a fault of it is found: %s as %s", (there, instead) => {
  expect(script).toContain(there);
  expect(faultsIn(script.replace(there, instead))).not.toEqual([]);
});

test("it asks kmspol for the words, and names the program that it completes", () => {
  const commands = new Set<string>();
  const visit = (node: Node): void => {
    if (node.type === "command_name" || node.type === "command_name_expr") commands.add(node.text);
    node.children.forEach(visit);
  };
  visit(parser.parse(script)!.rootNode);
  expect([...commands]).toEqual(expect.arrayContaining(["Register-ArgumentCompleter", "kmspol"]));
});
