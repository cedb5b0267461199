import type { Container } from "../../container/contained.ts";
import { looksLikePolicy } from "../../container/looks-like-policy.ts";
import { notAPolicy } from "../../container/not-a-policy.ts";
import { UsageError } from "../../errors.ts";
import { loadPolicyText } from "../../policy/document.ts";
import { escapeLine } from "../../render/escape.ts";
import type { Context } from "../../cli/app.ts";
import type { CheckTargets } from "./check-targets.ts";
import { openDocument, openTargets, type OpenTarget } from "../../target/open-target.ts";
import type { FileOptions } from "../../cli/options.ts";
import { formatOfPath, requirePolicy } from "../../target/policy-format.ts";
import { withHouse } from "../../target/with-house.ts";
import { containerOf, readDocument } from "../../target/read-document.ts";

/**
 * Every policy that an operand names, or that the file holds which was found below a folder; nothing where that holds none. Throws
 * UsageError, and AwsError where a key cannot be found.
 */
export const openOperand = async (
  context: Context,
  operand: string,
  { below }: CheckTargets,
  options: FileOptions,
): Promise<readonly OpenTarget[]> => {
  if (!below.has(operand)) return openTargets(context, operand, options);
  const opened = await openBelow(context, operand, options);
  if (!opened) return [];
  return "fault" in opened ? [opened.bare] : opened.targets;
};

/** A file below a folder that holds policies, or one that is at fault and may. */
export type Below =
  { readonly targets: readonly OpenTarget[] } | { readonly bare: OpenTarget; readonly fault: ContainerFault };

/** Why a document cannot be read, and where. */
export interface ContainerFault extends NonNullable<Container["fault"]> {
  readonly kind: string;
  readonly text: string;
}

/** What a file below a folder holds; undefined where that is no policy, or cannot be read. */
export const openBelow = async (
  context: Context,
  path: string,
  flags: FileOptions,
): Promise<Below | undefined> => {
  // A configuration that cannot be gone by is no fault of the file: it must not be left out for that.
  const options = await withHouse(context, path, flags);
  try {
    return await openFile(context, path, options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    sayUnread(context, path, error);
    return undefined;
  }
};

const openFile = async (context: Context, path: string, options: FileOptions): Promise<Below | undefined> => {
  const document = await readDocument(context, { kind: "file", path });
  // Terraform reads the folder of a file as one, which takes its time: only where there is a key in it.
  if (isSource(path) && !hasKey.test(document.text)) return undefined;
  const container = await containerOf(context, document, options);
  if (!container && (isSource(path) || !(await isPolicy(document.text, path)))) return undefined;
  const { keys, kind, fault } = container ?? { keys: undefined, kind: "", fault: undefined };
  if (fault) {
    const [bare] = await openDocument(document, undefined, options);
    return bare && { bare, fault: { ...fault, kind, text: document.text } };
  }
  return keys?.length === 0 ? undefined : { targets: await openDocument(document, container, options) };
};

const isSource = (path: string): boolean => /\.(?:tf|tofu)$/i.test(path);

/** A Terraform source that makes a key, or puts a key's policy. */
const hasKey = /\bresource\s+"?aws_kms_(?:replica_)?(?:external_)?key(?:_policy)?"?[\s"]/;

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
