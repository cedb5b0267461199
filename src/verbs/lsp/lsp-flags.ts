import type { FileOptions } from "../../cli/options.ts";

/** The flags of `kmspol lsp`. */
export interface LspFlags extends FileOptions {
  readonly ignore?: readonly string[];
  readonly config?: string;
  readonly stdio?: boolean;
  readonly clientProcessId?: string;
  /** Whether IAM is asked whom an editor may offer as a principal. */
  readonly iam?: boolean;
  readonly iamData?: readonly string[];
}
