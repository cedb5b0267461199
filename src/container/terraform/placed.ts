import type { Block, Expression } from "./syntax.ts";

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
