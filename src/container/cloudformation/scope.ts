import { symbolAccount, symbolText } from "../../policy/symbols.ts";
import type { SyntaxNode } from "../../policy/syntax.ts";
import type { Deployment } from "../marks.ts";

/** A parameter of a template. */
export interface Parameter {
  readonly type: string;
  readonly value: string | undefined;
  /** Its value is its Default, which a deployment may override. */
  readonly byDefault: boolean;
  /** In which line of the template the Default stands. */
  readonly line?: number;
}

/** A role or user that a template makes. */
export interface Identity {
  readonly arn: string;
  readonly name: string;
}

/** What a template and its deployment tell of names. */
export interface Scope {
  readonly account: string;
  /** The usual one where nobody tells it. */
  readonly partition: string;
  readonly isPartitionOpen: boolean;
  readonly region: string;
  /** The policy stands by itself: it declares no parameters, and takes whatever is told. */
  readonly isAlone?: true;
  readonly parameter: (name: string) => Parameter | undefined;
  /** Type and properties of a resource. */
  readonly resource: (
    name: string,
  ) => { readonly type: string; readonly properties: SyntaxNode | undefined } | undefined;
  readonly mapping: (name: string) => SyntaxNode | undefined;
  readonly condition: (name: string) => SyntaxNode | undefined;
  /** The roles and users of the template that were asked for, by name and account; undefined for what is none. */
  readonly identities: Map<string, Identity | undefined>;
  /** Parameters whose Default was used, for the note. */
  readonly defaults: Set<string>;
  /** Conditions that are open. */
  readonly open: Set<string>;
}

/** Account, partition and Region of the deployment: those of the key, by name where nobody tells them. */
export const ownNames = ({ account, partition, region }: Deployment) => ({
  account: account ?? symbolAccount("AWS::AccountId"),
  partition: partition ?? "aws",
  isPartitionOpen: partition === undefined,
  region: region ?? symbolText("AWS::Region"),
});
