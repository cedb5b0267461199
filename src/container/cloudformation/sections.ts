import { parseJson } from "../../policy/json/parse-json.ts";
import {
  memberNamed,
  type PolicyFormat,
  type SyntaxMember,
  type SyntaxNode,
  type SyntaxProblem,
} from "../../policy/syntax.ts";
import { membersIn } from "./json-outline.ts";
import { entriesIn, entryNamed, type Entry } from "./outline.ts";
import { readYaml } from "./yaml-nodes.ts";

/** The sections of a template, each read when it is first asked for. */
export interface Sections {
  readonly format: PolicyFormat;
  /** The names of a section's entries, each once. */
  readonly names: (section: string) => readonly string[];
  /** Where the entries of that name begin, or without a name the sections: more than one where it is written twice. */
  readonly places: (section: string, name?: string) => readonly number[];
  /** One entry of a section, unresolved, with places in the document. */
  readonly entry: (section: string, name: string) => SyntaxNode | undefined;
  /** The text of one entry, of all of that name, before it is read. */
  readonly source: (section: string, name: string) => string;
  /** What is wrong with the text of one entry; undefined where it can be read as it stands. */
  readonly fault: (section: string, name: string) => SyntaxProblem | undefined;
}

/**
 * The sections of a template in JSON, as CloudFormation reads it: a comma too many is no fault, and what is YAML in it (a quote, a
 * comment) is none either. What is wrong elsewhere does not hide an entry. Undefined where there are no resources.
 */
export const jsonSections = (text: string): Sections | undefined => {
  const top = membersIn(text, 0) ?? [];
  const nested = entryNamed(top, "resources");
  const inside = nested ? (membersIn(text, nested.value) ?? []) : [];
  const entries = [top, inside].find((all) => entryNamed(all, "Resources"));
  return (
    entries &&
    lazySections(text, "jsonc", entries, {
      childrenOf: (name) => {
        const section = entryNamed(entries, name);
        return section ? (membersIn(text, section.value) ?? []) : [];
      },
      read: ({ value, end }) => jsonValue(text, value, end),
      fault: ({ value, end }) => jsonFault(text, value, end),
    })
  );
};

/** A fault of JSON that is one of YAML, too. */
const jsonFault = (text: string, start: number, end: number): SyntaxProblem | undefined => {
  const [problem] = parseJson(text.slice(start, end), "jsonc").problems;
  if (!problem || readYaml(text, start, end).problems.length === 0) return undefined;
  return { ...problem, start: problem.start + start, end: problem.end + start };
};

/** A value in JSON, else by its members, else as YAML has it: where two members of an entry are whole, a broken third is no matter. */
const jsonValue = (text: string, start: number, end: number, depth = 0): SyntaxNode | undefined => {
  const { root, problems } = parseJson(text.slice(start, end), "jsonc");
  if (root && problems.length === 0) return moved(root, start);
  const yaml = readYaml(text, start, end);
  const outline = yaml.problems.length > 0 && depth < 3 ? membersIn(text, start) : undefined;
  if (!outline) return yaml.root;
  const members = outline.map((entry): SyntaxMember => {
    const value = jsonValue(text, entry.value, entry.end, depth + 1);
    const place = { start: entry.start, end: entry.value };
    const none = { start: entry.value, end: entry.end, kind: "null", value: null } as const;
    return {
      name: entry.name,
      nameNode: { ...place, kind: "string", value: entry.name },
      value: value ?? none,
    };
  });
  return { kind: "object", layout: "flow", start, end, members };
};

const moved = <N extends SyntaxNode>(node: N, by: number): N => {
  const place = { start: node.start + by, end: node.end + by };
  if (node.kind === "array") return { ...node, ...place, items: node.items.map((item) => moved(item, by)) };
  if (node.kind !== "object") return { ...node, ...place };
  const members = node.members.map(({ name, nameNode, value }) => ({
    name,
    nameNode: moved(nameNode, by),
    value: moved(value, by),
  }));
  return { ...node, ...place, members };
};

/** The sections of a template in YAML, by its outline; undefined where it has no resources. */
export const yamlSections = (text: string): Sections | undefined => {
  const top = entriesIn(text, 0, text.length);
  const nested = entryNamed(top, "resources");
  const inside = nested ? entriesIn(text, lineAfter(text, nested), nested.end) : [];
  const entries = entryNamed(top, "Resources") ? top : entryNamed(inside, "Resources") ? inside : undefined;
  if (!entries) return undefined;
  const inBraces = new Map<Entry, SyntaxNode>();
  let whole: SyntaxNode | undefined;
  const inWhole = (section: string, name: string): SyntaxNode | undefined => {
    const root = (whole ??= readYaml(text, 0, text.length).root);
    const holder = memberNamed(root, section) ? root : memberNamed(root, "resources")?.value;
    return memberNamed(memberNamed(holder, section)?.value, name)?.value;
  };
  return lazySections(text, "yaml", entries, {
    childrenOf: (name) => {
      const section = entryNamed(entries, name);
      if (!section) return [];
      if (!/^\s*(?:#[^\n]*\n\s*)*\{/.test(text.slice(section.value, section.end)))
        return entriesIn(text, lineAfter(text, section), section.end);
      const members = membersOf(readYaml(text, section.value, section.end).root);
      for (const { entry, value } of members) inBraces.set(entry, value);
      return members.map(({ entry }) => entry);
    },
    read: (entry, section) => {
      const { name, start, end } = entry;
      const found = inBraces.get(entry);
      if (found) return found;
      const { root, outside } = readYaml(text, start, end);
      const own = root?.kind === "object" ? root.members[0]?.value : undefined;
      // What an anchor outside of the entry says is found in the document as a whole.
      return outside ? (inWhole(section, name) ?? own) : own;
    },
    fault: ({ start, end }) => {
      const { problems, outside } = readYaml(text, start, end);
      return outside ? undefined : problems[0];
    },
  });
};

/** The entries of a section that is written in braces. */
const membersOf = (root: SyntaxNode | undefined) =>
  (root?.kind === "object" ? root.members : []).map(({ name, nameNode, value }) => ({
    entry: { name, start: nameNode.start, value: value.start, end: value.end },
    value,
  }));

/** How sections are found and entries read. */
interface Reading {
  readonly childrenOf: (section: string) => readonly Entry[];
  readonly read: (entry: Entry, section: string) => SyntaxNode | undefined;
  readonly fault: (entry: Entry) => SyntaxProblem | undefined;
}

/** Each section is looked through, and each entry read, once. */
const lazySections = (
  text: string,
  format: PolicyFormat,
  sections: readonly Entry[],
  { childrenOf, read, fault }: Reading,
): Sections => {
  const children = new Map<string, ReadonlyMap<string, readonly Entry[]>>();
  const entriesOf = (section: string): ReadonlyMap<string, readonly Entry[]> => {
    const known = children.get(section) ?? byName(childrenOf(section));
    children.set(section, known);
    return known;
  };
  const entriesNamed = (section: string, name: string) => entriesOf(section).get(name) ?? [];
  const nodes = new Map<string, SyntaxNode | undefined>();
  return {
    format,
    names: (section) => [...entriesOf(section).keys()],
    places: (section, name) =>
      (name === undefined ? sections.filter((one) => one.name === section) : entriesNamed(section, name)).map(
        ({ start }) => start,
      ),
    source: (section, name) =>
      entriesNamed(section, name)
        .map(({ start, end }) => text.slice(start, end))
        .join("\n"),
    fault: (section, name) => {
      const entry = entriesNamed(section, name).at(-1);
      return entry && fault(entry);
    },
    entry: (section, name) => {
      const id = `${section}\n${name}`;
      const entry = entriesNamed(section, name).at(-1);
      if (entry && !nodes.has(id)) nodes.set(id, read(entry, section));
      return nodes.get(id);
    },
  };
};

/** A template has hundreds of entries, and each is asked for by its name. */
const byName = (entries: readonly Entry[]): ReadonlyMap<string, readonly Entry[]> => {
  const named = new Map<string, Entry[]>();
  for (const entry of entries) {
    const known = named.get(entry.name);
    if (known) known.push(entry);
    else named.set(entry.name, [entry]);
  }
  return named;
};

const lineAfter = (text: string, { value, end }: Entry): number => {
  const at = text.indexOf("\n", value);
  return at < 0 || at >= end ? end : at + 1;
};
