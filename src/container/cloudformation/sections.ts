import { parseJson } from "../../policy/json/parse-json.ts";
import { memberNamed, type PolicyFormat, type SyntaxNode } from "../../policy/syntax.ts";
import { entriesIn, entryNamed, type Entry } from "./outline.ts";
import { readYaml } from "./yaml-nodes.ts";

/** The sections of a template, each read when it is first asked for. */
export interface Sections {
  readonly format: PolicyFormat;
  /** The names of a section's entries. */
  readonly names: (section: string) => readonly string[];
  /** One entry of a section, unresolved, with places in the document. */
  readonly entry: (section: string, name: string) => SyntaxNode | undefined;
  /** The text of one entry, before it is read. */
  readonly source: (section: string, name: string) => string;
}

/** The sections of a template in JSON, as CloudFormation reads it: commas too many are no fault; undefined where it does not parse. */
export const jsonSections = (text: string): Sections | undefined => {
  const { root, problems } = parseJson(text, "jsonc");
  if (root?.kind !== "object" || problems.length > 0) return undefined;
  const top = topOf(root);
  const section = (name: string) => memberNamed(top, name)?.value;
  return {
    format: "jsonc",
    names: (name) => {
      const node = section(name);
      return node?.kind === "object" ? node.members.map((member) => member.name) : [];
    },
    entry: (name, key) => memberNamed(section(name), key)?.value,
    source: (name, key) => {
      const node = memberNamed(section(name), key)?.value;
      return node ? text.slice(node.start, node.end) : "";
    },
  };
};

/** Serverless has the template under `resources`. */
const topOf = (root: SyntaxNode): SyntaxNode => {
  const nested = memberNamed(root, "resources")?.value;
  return nested && memberNamed(nested, "Resources") && !memberNamed(root, "Resources") ? nested : root;
};

/** The sections of a template in YAML, by its outline; undefined where it has no resources. */
export const yamlSections = (text: string): Sections | undefined => {
  const top = entriesIn(text, 0, text.length);
  const nested = entryNamed(top, "resources");
  const inside = nested ? entriesIn(text, lineAfter(text, nested), nested.end) : [];
  const entries = entryNamed(top, "Resources") ? top : entryNamed(inside, "Resources") ? inside : undefined;
  if (!entries) return undefined;
  const children = new Map<string, readonly Entry[]>();
  const childrenOf = (name: string): readonly Entry[] => {
    const known = children.get(name);
    if (known) return known;
    const section = entryNamed(entries, name);
    const found = section ? entriesIn(text, lineAfter(text, section), section.end) : [];
    children.set(name, found);
    return found;
  };
  const read = new Map<string, SyntaxNode | undefined>();
  return {
    format: "yaml",
    names: (name) => childrenOf(name).map((entry) => entry.name),
    source: (name, key) => {
      const entry = entryNamed(childrenOf(name), key);
      return entry ? text.slice(entry.start, entry.end) : "";
    },
    entry: (name, key) => {
      const id = `${name}\n${key}`;
      if (!read.has(id)) {
        const entry = entryNamed(childrenOf(name), key);
        const root = entry && readYaml(text, entry.start, entry.end).root;
        read.set(id, root?.kind === "object" ? root.members[0]?.value : undefined);
      }
      return read.get(id);
    },
  };
};

const lineAfter = (text: string, { value, end }: Entry): number => {
  const at = text.indexOf("\n", value);
  return at < 0 || at >= end ? end : at + 1;
};
