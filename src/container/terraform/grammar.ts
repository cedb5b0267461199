import { Language, Parser, type Node } from "web-tree-sitter";
import grammar from "@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-hcl.wasm";
import runtime from "web-tree-sitter/web-tree-sitter.wasm";
import { HclFault } from "./outline.ts";

let ready: Promise<void> | undefined;
let parser: Parser | undefined;

/** Makes the grammar ready; await it once, before a source is read. */
export const loadGrammar = (): Promise<void> => (ready ??= load());

const load = async (): Promise<void> => {
  // Both come with the program: nothing is looked for on the disk.
  await Parser.init({ wasmBinary: runtime, locateFile: (name: string) => name });
  parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
};

/**
 * The tree of a stretch of HCL, which `use` reads; it is gone afterwards. Throws HclFault with the place of the first fault, counted
 * from `start` in the whole source.
 */
export const withTree = <T>(text: string, start: number, use: (root: Node) => T): T => {
  if (!parser) throw new Error("loadGrammar() was not called");
  const tree = parser.parse(text);
  if (!tree) throw new HclFault("this cannot be read as Terraform's language", start);
  try {
    const fault = tree.rootNode.hasError ? faultIn(tree.rootNode) : undefined;
    if (fault) throw new HclFault(wordsFor(fault), start + fault.startIndex);
    return use(tree.rootNode);
  } finally {
    tree.delete();
  }
};

/** The innermost first node that is at fault. */
const faultIn = (node: Node): Node | undefined => {
  if (node.isMissing) return node;
  for (const child of node.children) {
    const found = child.hasError || child.isMissing ? faultIn(child) : undefined;
    if (found) return found;
  }
  return node.isError ? node : undefined;
};

const wordsFor = (node: Node): string =>
  node.isMissing
    ? `${node.type.replaceAll("_", " ")} is missing here`
    : "this is no part of Terraform's language";
