import { RefusedError, UsageError } from "../../errors.ts";
import { fixOne } from "../../check/fix-one.ts";
import { mendPolicy } from "../../check/fix-policy.ts";
import type { Span } from "../../language/types.ts";
import type { PolicyDocument } from "../../policy/document.ts";
import { openSubject } from "../../target/open-subject.ts";
import type { Checked } from "../check/checked.ts";
import type { LspFlags } from "./lsp-flags.ts";
import type { FindingName, Mending } from "./protocol.ts";
import type { QuietContext } from "./quiet-context.ts";

/** A document that is to be mended: its text, what was found in it, and a context that keeps what a change would write. */
export interface ToMend {
  readonly path: string;
  readonly text: string;
  readonly checked: readonly Checked[];
  readonly flags: LspFlags;
  readonly quiet: () => QuietContext;
}

/** The edits for findings, on the road of `check --fix`: through the same doors, so that no other policy of the document changes. */
export const mendingsOf = async (
  task: ToMend,
  findings: readonly FindingName[],
): Promise<readonly Mending[]> => {
  const all = await Promise.all(findings.map((finding) => mendingOf(task, finding)));
  return all.flatMap((one) => one ?? []);
};

const mendingOf = async (task: ToMend, of: FindingName): Promise<Mending | undefined> => {
  const checked = task.checked.find(({ opened }) => opened.contained?.key.selector === of.selector);
  if (!checked?.readable) return undefined;
  let told: Pick<Mending, "title" | "isSafe"> | undefined;
  const edit = await editOf(task, checked, (document) => {
    const mended = fixOne(document, checked.opened.facts, checked.options, of);
    told = mended && {
      title: `kmspol: ${mended.hint ?? `mend ${of.code}`}`,
      isSafe: mended.isSafe,
    };
    return mended?.document;
  });
  return edit && told && { ...told, ...edit, of };
};

/** The edit for all that `check --fix` would mend in a document of one policy; undefined where there is nothing. */
export const mendAll = async (task: ToMend): Promise<Mending | undefined> => {
  const [checked, other] = task.checked;
  if (!checked?.readable || other) return undefined;
  const { accepted, opened, options } = checked;
  const aside = new Set(accepted.map(({ code, message }) => JSON.stringify([code, message])));
  const ignored = new Set(task.flags.ignore);
  const isAside = ({ code, message }: { code: string; message: string }): boolean =>
    ignored.has(code) || aside.has(JSON.stringify([code, message]));
  const edit = await editOf(
    task,
    checked,
    (document) => mendPolicy(document, opened.facts, options, isAside).document,
  );
  return edit && { ...edit, title: "kmspol: mend all that has one safe answer", isSafe: true };
};

/** What writing the mended policy would change in the document; undefined where it changes nothing, or cannot be written there. */
const editOf = async (
  { path, text, flags, quiet }: ToMend,
  { opened }: Checked,
  mend: (document: PolicyDocument) => PolicyDocument | undefined,
): Promise<{ readonly span: Span; readonly text: string } | undefined> => {
  const { context, written } = quiet();
  try {
    const subject = await openSubject(context, opened.label, flags);
    const document = await subject.read();
    const mended = mend(document);
    if (!mended || mended.text === document.text) return undefined;
    await subject.write(mended.text, { bypassLockoutCheck: false, freshPrincipals: false });
  } catch (error) {
    if (error instanceof UsageError || error instanceof RefusedError) return undefined;
    throw error;
  }
  const after = written.get(path);
  return after === undefined || after === text ? undefined : replacement(text, after);
};

/** The one stretch in which two texts differ; no half of a surrogate pair stands at its ends. */
export const replacement = (
  before: string,
  after: string,
): { readonly span: Span; readonly text: string } => {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  if (isHigh(before, start - 1)) start -= 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  if (isHigh(before, before.length - tail - 1) && tail > 0) tail -= 1;
  return {
    span: { start, end: before.length - tail },
    text: after.slice(start, after.length - tail),
  };
};

const isHigh = (text: string, at: number): boolean => /[\uD800-\uDBFF]/.test(text.charAt(at));
