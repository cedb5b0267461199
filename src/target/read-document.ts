import { nearest } from "../check/nearest.ts";
import { UsageError } from "../errors.ts";
import { loadFormat } from "../policy/document.ts";
import { maximumInputLength } from "../policy/limits.ts";
import { mayContain, type Deployment, type NamedFile, type ValueFile } from "../container/marks.ts";
import type { Container } from "../container/contained.ts";
import { rowsOfKeys } from "../container/not-a-policy.ts";
import { looksLikeRows } from "../container/rows/looks-like-rows.ts";
import type { Context } from "../cli/app.ts";
import type { ReadOptions } from "../cli/options.ts";
import { beforeSide } from "./before-side.ts";
import { deploymentOf, valuesInFile } from "./deployment.ts";
import { sayNote } from "../cli/say-note.ts";
import { noPolicyIn } from "./policy-format.ts";
import type { TargetOperand } from "./target-operand.ts";

/** Bytes of a document that are read: plans and states are long. */
const maximumDocument = 64 * 1024 * 1024;
/** The same of what is no JSON. */
const maximumSource = 4 * 1024 * 1024;

/** A file or standard input, and the key in it that was named. */
export interface ReadDocument {
  readonly path: string;
  readonly key: string | undefined;
  readonly text: string;
  /** The byte order mark before the text, which belongs to the file and not to the policy; else nothing. */
  readonly mark?: string;
}

const byteOrderMark = "\uFEFF";

/** Apart from its text: KMS takes no byte order mark (a JSON text has none: RFC 8259, section 8.1), and a file keeps its own. */
const withoutMark = (context: Context, document: ReadDocument): ReadDocument => {
  const { path, text } = document;
  if (!text.startsWith(byteOrderMark)) return document;
  const what = path === "-" ? "standard input" : path;
  sayNote(context, `${what} begins with a byte order mark, which is no part of the policy: KMS takes none`);
  return { ...document, text: text.slice(1), mark: byteOrderMark };
};

/**
 * Reads what an operand names. `FILE#KEY` is a key of a document, unless there is a file of that very name. Throws UsageError where
 * it cannot be read.
 */
export const readDocument = async (
  context: Context,
  operand: Exclude<TargetOperand, { kind: "key" }>,
): Promise<ReadDocument> => withoutMark(context, await readWhole(context, operand));

const readWhole = async (
  { outside }: Context,
  operand: Exclude<TargetOperand, { kind: "key" }>,
): Promise<ReadDocument> => {
  const files = await outside.files();
  if (operand.kind === "stdin")
    return { path: "-", key: operand.key, text: await files.readStdin(maximumDocument) };
  const { path, split } = operand;
  try {
    return { path, key: undefined, text: await files.read(path, maximumDocument) };
  } catch (error) {
    if (!split) throw error;
    return { ...split, text: await files.read(split.path, maximumDocument) };
  }
};

/**
 * The document as one that holds policies; undefined where it is a policy itself, or nothing that we know. Throws UsageError where it
 * is too large to be read.
 */
export const containerOf = async (
  context: Context,
  { path, text }: ReadDocument,
  options: ReadOptions,
): Promise<Container | undefined> => {
  const isJson = /^\s*[[{]/.test(text.slice(0, 1000));
  if (!isJson && text.length > maximumSource) throw tooLarge(path, "4 MiB");
  const deployment = await deploymentOf(context, options);
  const container = mayContain(text, path)
    ? await find(text, path, {
        ...deployment,
        siblings: () => siblingsOf(context, path),
        valueFiles: () => valueFilesOf(context, path),
        fileBeside: (name) => fileBeside(context, path, name),
      })
    : undefined;
  if (!container && text.length > maximumInputLength)
    throw looksLikeRows(text, path) ? noPolicyIn(path, rowsOfKeys) : tooLarge(path, "1 MiB");
  // A policy that nothing completes has no place for a value.
  const given = [...deployment.parameters.keys()];
  if (container?.doubt !== undefined) sayNote(context, `${path}: ${container.doubt}`);
  sayValues(context, path, container ?? { unusedNames: { given, has: [] } });
  return options.before ? beforeSide(container, path) : container;
};

/** Tells of values that were given in vain. Throws UsageError (`bad-value`) for those that the document does not take. */
const sayValues = (
  context: Context,
  path: string,
  { unusedNames, badValues = [] }: Pick<Container, "unusedNames" | "badValues">,
): void => {
  const [bad] = badValues;
  if (bad !== undefined)
    throw new UsageError("bad-value", `${path}: ${bad}`, {
      hint: "correct it in --set or --parameters, and run the command again",
    });
  const { given = [], has = [] } = unusedNames ?? {};
  if (given.length === 0) return;
  const names = has.length === 0 ? "none at all" : has.slice(0, 8).join(", ") + (has.length > 8 ? ", …" : "");
  sayNote(
    context,
    `${path} has no parameter ${given.slice(0, 8).join(", ")}: that value says nothing; it has ${names}${meantOf(given, has)}`,
  );
};

/** The nearest name to the first that has one. */
const meantOf = (given: readonly string[], has: readonly string[]): string => {
  const near = given.map((name) => nearest(name, has)).find((name) => name !== undefined);
  return near === undefined ? "" : `; did you mean ${near}?`;
};

const find = async (text: string, path: string, deployment: Deployment) => {
  const { containerIn } = await import("../container/container-in.ts");
  const container = await containerIn(text, path, deployment);
  for (const { policy } of container?.keys ?? [])
    if (policy.state === "policy" && !policy.dialect) await loadFormat(policy.format);
  return container;
};

/** The other Terraform files of the folder. What lies elsewhere is not read, and that is said. */
const siblingsOf = async (context: Context, path: string): Promise<ReadonlyMap<string, string>> => {
  const files = await context.outside.files();
  const { paths, links } = path === "-" ? { paths: [], links: [] } : await files.sourcesBeside(path);
  for (const link of links)
    sayNote(
      context,
      `${link} is a link out of its folder, or to nothing, and is not read: what it says is not known here`,
    );
  const texts = await Promise.all(paths.map(async (name) => [name, await readOther(context, name)] as const));
  return new Map(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
};

/** What Terraform takes by itself: `terraform.tfvars` and `*.auto.tfvars`. One that cannot be read is named. */
const valueFilesOf = async (context: Context, path: string): Promise<readonly ValueFile[]> => {
  const { values } =
    path === "-" ? { values: [] } : await (await context.outside.files()).sourcesBeside(path);
  const files: ValueFile[] = [];
  for (const name of values) {
    try {
      files.push({ name, values: await valuesInFile(context, name) });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      sayNote(context, `${error.message}; what ${name} says is not known here`);
    }
  }
  return files;
};

/** The fault of another file is no fault of this one, but what it says is not known. */
const readOther = async (context: Context, name: string): Promise<string | undefined> => {
  try {
    return await (await context.outside.files()).read(name, maximumSource);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    sayNote(context, `${error.message}; what ${name} says is not known here`);
    return undefined;
  }
};

/** A file that the document names; nothing stands beside standard input. */
const fileBeside = async ({ outside }: Context, path: string, name: string): Promise<NamedFile> =>
  path === "-"
    ? { unread: "cannot be found from standard input" }
    : (await outside.files()).readBeside(path, name);

const tooLarge = (path: string, size: string): UsageError =>
  new UsageError(
    "input-too-large",
    `${path === "-" ? "standard input" : path} is larger than ${size}, far more than any key policy`,
    { hint: "a key policy has at most 32,768 bytes" },
  );
