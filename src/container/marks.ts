import { mayBeOpen } from "./placeholder-signs.ts";

/** What the deployment of a document is told. */
export interface Deployment {
  readonly account?: string | undefined;
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  /** Values of parameters and variables, by their names. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Out of which file a value is that Terraform takes by itself, by the name of the variable. */
  readonly fileOf?: ReadonlyMap<string, string>;
  /** Other files of the same folder, by their names: Terraform reads a folder as one. */
  readonly siblings?: (() => Promise<ReadonlyMap<string, string>>) | undefined;
  /** The values that Terraform takes from files of the folder by itself, a later file's before an earlier one's. */
  readonly valueFiles?: (() => Promise<readonly ValueFile[]>) | undefined;
  /** The text of a file in the same folder, or below it, that the document names; for every other, why it is not read. */
  readonly fileBeside?: ((name: string) => Promise<NamedFile>) | undefined;
}

/**
 * Marks without which no text is a document with key policies in it; a bare policy that is complete has none of them, and is not read twice.
 */
const marks =
  /"(?:resource_changes|planned_values|terraform_version|format_version|Policy|policy|TemplateBody|eventSource|CloudTrailEvent|resourceType|Results)"|AWSTemplateFormatVersion|\bResources\b|\bresources\b|\bapiVersion\b|kms_key\b|\baws_kms\b/;

/** Whether a text may hold policies in another document: a quick look, before anything is read. */
export const mayContain = (text: string, name: string): boolean =>
  /\.(?:tf|tofu|hcl)$/i.test(name) || marks.test(text) || mayBeOpen(text);

/** The text of a file that a document names, or why it is not read, as words behind its name. */
export type NamedFile = { readonly text: string } | { readonly unread: string };

/** The values of variables in a file, each as `--set` takes it. */
export interface ValueFile {
  readonly name: string;
  readonly values: readonly (readonly [name: string, value: string])[];
}

/** The paths of files to be read as one, and of links among them that lead elsewhere: those are named, and not read. */
export interface SourcesBeside {
  readonly paths: readonly string[];
  readonly links: readonly string[];
  /** Of the files with values of variables, in the order in which Terraform reads them. */
  readonly values: readonly string[];
}
