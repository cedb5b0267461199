/** What the deployment of a document is told. */
export interface Deployment {
  readonly account?: string | undefined;
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  /** Values of parameters and variables, by their names. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Other files of the same folder, by their names: Terraform reads a folder as one. */
  readonly siblings?: (() => Promise<ReadonlyMap<string, string>>) | undefined;
  /** The text of a file in the same folder, or below it, that the document names; undefined for every other. */
  readonly fileBeside?: ((name: string) => Promise<string | undefined>) | undefined;
}

/**
 * Marks without which no text is a document with key policies in it; a bare policy has none of them, and is not read twice.
 */
const marks =
  /"(?:resource_changes|planned_values|terraform_version|format_version|Policy|policy|TemplateBody|eventSource|CloudTrailEvent|resourceType|Results)"|AWSTemplateFormatVersion|\bResources\b|\bresources\b|\bapiVersion\b|kms_key\b|\baws_kms\b/;

/** Whether a text may hold policies in another document: a quick look, before anything is read. */
export const mayContain = (text: string, name: string): boolean =>
  /\.(?:tf|tofu|hcl)$/i.test(name) || marks.test(text);
