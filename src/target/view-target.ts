import type { DefaultView } from "../default-view/default-view.ts";
import { readDefaultView } from "../default-view/read-default-view.ts";
import { completeFacts } from "../default-view/own-account.ts";
import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { DescribedKey } from "../ports.ts";
import type { Context } from "../cli/app.ts";
import { type OpenTarget, openTarget } from "./open-target.ts";
import type { FileOptions } from "../cli/options.ts";

/** A target with its policy in the console's words. */
export interface Viewed {
  readonly open: OpenTarget;
  readonly facts: KeyFacts;
  readonly view: DefaultView;
  readonly document: PolicyDocument;
}

/** Reads the default view of what an operand names; `described` as for `openTarget`. Throws UsageError, and AwsError where it cannot be read. */
export const viewTarget = async (
  context: Context,
  operand: string,
  options: FileOptions,
  described?: (key: DescribedKey) => void,
): Promise<Viewed> => {
  const open = await openTarget(context, operand, options, described);
  const document = await open.document();
  const facts = completeFacts(document, open.facts);
  return { open, facts, document, view: readDefaultView(document, facts) };
};
