import type { Deployment } from "../marks.ts";
import { HclFault } from "./lexer.ts";
import { parseHcl } from "./parser.ts";
import type { Block, Body, Expression } from "./syntax.ts";

/** A file of a Terraform folder. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

/** An expression with the text that it stands in. */
export interface Written {
  readonly source: Source;
  readonly expression: Expression;
}

/** A block with the file that it stands in. */
export interface Placed {
  readonly source: Source;
  readonly block: Block;
}

/** The files of a folder read as one, as Terraform does: what is named in one is told by another. */
export interface Folder {
  readonly sources: readonly Source[];
  readonly deployment: Deployment;
  readonly resource: (type: string, name: string) => Placed | undefined;
  readonly data: (type: string, name: string) => Placed | undefined;
  readonly local: (name: string) => Written | undefined;
  readonly variable: (name: string) => Placed | undefined;
  readonly resources: readonly Placed[];
  /** Files that could not be read. */
  readonly faults: readonly { readonly source: Source; readonly fault: HclFault }[];
}

/** Reads the files of a folder; one that is at fault is left out and named. */
export const folderOf = (sources: readonly Source[], deployment: Deployment): Folder => {
  const faults: { source: Source; fault: HclFault }[] = [];
  const blocks: Placed[] = [];
  for (const source of sources) {
    try {
      blocks.push(...parseHcl(source.text).blocks.map((block) => ({ source, block })));
    } catch (fault) {
      if (!(fault instanceof HclFault)) throw fault;
      faults.push({ source, fault });
    }
  }
  const named = (kind: string) => (type: string, name: string) =>
    blocks.find(({ block }) => block.type === kind && block.labels[0] === type && block.labels[1] === name);
  return {
    sources,
    deployment,
    faults,
    resource: named("resource"),
    data: named("data"),
    variable: (name) => blocks.find(({ block }) => block.type === "variable" && block.labels[0] === name),
    local: (name) => {
      const holder = blocks.find(({ block }) => block.type === "locals" && block.body.attributes.has(name));
      const expression = holder?.block.body.attributes.get(name);
      return holder && expression ? { source: holder.source, expression } : undefined;
    },
    resources: blocks.filter(({ block }) => block.type === "resource"),
  };
};

/** The nested blocks of a type. */
export const blocksOf = (body: Body, type: string): readonly Block[] =>
  body.blocks.filter((block) => block.type === type);
