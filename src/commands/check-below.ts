import type { Finding } from "../check/finding.ts";
import type { Container } from "../container/contained.ts";
import { looksLikePolicy } from "../container/looks-like-policy.ts";
import { notAPolicy } from "../container/not-a-policy.ts";
import { UsageError } from "../errors.ts";
import { loadPolicyText } from "../policy/document.ts";
import { positionAt } from "../policy/text/position.ts";
import { escapeLine } from "../render/escape.ts";
import type { Context } from "./app.ts";
import type { CheckFlags } from "./check.ts";
import { checkEach, type Checked } from "./check-one.ts";
import { openDocument, type OpenTarget } from "./open-target.ts";
import { formatOfPath, requirePolicy } from "./policy-format.ts";
import { containerOf, readDocument } from "./read-document.ts";

/**
 * Checks a file that was found below a folder: the policy that it is, or those that it holds; undefined where it is something else. One
 * that cannot be read is told on standard error and stops no other.
 */
export const checkBelow = async (
  context: Context,
  path: string,
  flags: CheckFlags,
): Promise<readonly Checked[] | undefined> => {
  const opened = await openBelow(context, path, flags);
  if (!opened) return undefined;
  if ("fault" in opened) return [broken(opened.bare, path, opened.fault)];
  return checkEach(context, path, opened.targets, { flags, isBelowFolder: true });
};

type Below =
  { readonly targets: readonly OpenTarget[] } | { readonly bare: OpenTarget; readonly fault: ContainerFault };

interface ContainerFault extends NonNullable<Container["fault"]> {
  readonly kind: string;
  readonly text: string;
}

/** What a file below a folder holds; undefined where that is no policy, or cannot be read. */
export const openBelow = async (
  context: Context,
  path: string,
  flags: CheckFlags,
): Promise<Below | undefined> => {
  try {
    return await openFile(context, path, flags);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    sayUnread(context, path, error);
    return undefined;
  }
};

const openFile = async (context: Context, path: string, flags: CheckFlags): Promise<Below | undefined> => {
  const document = await readDocument(context, { kind: "file", path });
  // Terraform reads the folder of a file as one, which takes its time: only where there is a key in it.
  if (isSource(path) && !/\baws_kms_/.test(document.text)) return undefined;
  const container = await containerOf(context, document, flags);
  if (!container && (isSource(path) || !(await isPolicy(document.text, path)))) return undefined;
  const { keys, kind, fault } = container ?? { keys: undefined, kind: "", fault: undefined };
  if (fault) {
    const [bare] = await openDocument(document, undefined, flags);
    return bare && { bare, fault: { ...fault, kind, text: document.text } };
  }
  return keys?.length === 0 ? undefined : { targets: await openDocument(document, container, flags) };
};

/** Where a document that speaks of keys cannot be read; nothing of its text is shown. */
const broken = (opened: OpenTarget, label: string, { kind, message, at, text }: ContainerFault): Checked => {
  const finding: Finding = {
    code: "json-syntax",
    severity: "error",
    message: `this is no ${kind}: ${message}`,
    path: "",
    ...positionAt(text, at),
    fixable: false,
  };
  return {
    open: [finding],
    accepted: [],
    unused: [],
    opened,
    label,
    text,
    readable: false,
    options: {},
    leftOut: [],
    sources: new Map([[finding, { source: "", line: 1, column: 1 }]]),
  };
};

const isSource = (path: string): boolean => /\.(?:tf|tofu|hcl)$/i.test(path);

/**
 * Whether a file is a policy, or looks as if it was meant to be one: a policy that is broken must not pass without a word. Throws
 * UsageError for a plan that holds keys where nobody can read them.
 */
const isPolicy = async (text: string, path: string): Promise<boolean> => {
  const parsed = await loadPolicyText(text, formatOfPath(path));
  if (notAPolicy(parsed)?.code === "binary-plan") requirePolicy(parsed, path);
  return looksLikePolicy(parsed);
};

const sayUnread = ({ outside }: Context, path: string, error: UsageError): void => {
  const [first = ""] = error.message.split("\n");
  const why = first.includes(path) ? first : `${path}: ${first}`;
  outside.terminal.note(`kmspol: left out: ${escapeLine(why)}\n`);
};
