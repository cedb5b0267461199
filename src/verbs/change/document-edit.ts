import type { EditResult, PolicySubject } from "../../change/types.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Edited } from "../../default-view/verb.ts";
import type { OtherHalf } from "./attach.ts";
import type { Context } from "../../cli/app.ts";

/** What a verb makes of a document, and the other half where it has one. */
export type DocumentEditResult = Edited & Pick<EditResult, "iamPolicy">;

/** A verb as a function from document to document. */
export type DocumentEdit<Flags> = (
  document: PolicyDocument,
  operands: readonly string[],
  facts: KeyFacts,
  flags: Flags,
  now: Date,
) => DocumentEditResult;

/** What a verb on the document is, apart from what it tells about itself. */
export interface DocumentChange<Flags> {
  /** True where operands without a path may be users and roles that have one: IAM is asked. */
  readonly addsPrincipals?: boolean;
  /** True where principals lose their place: what stays with them (grants) is told. */
  readonly removesPrincipals?: boolean;
  /** Prepares the half that is put in place in IAM, where the flags ask for one. */
  readonly otherHalf?: (
    context: Context,
    subject: PolicySubject,
    operands: readonly string[],
    flags: Flags,
  ) => Promise<OtherHalf | undefined>;
  /** Loads the function, which `--help` does not need. */
  readonly edit: () => Promise<DocumentEdit<Flags>>;
}
