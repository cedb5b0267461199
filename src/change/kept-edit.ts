import { CancelledError, KmspolError, RefusedError } from "../errors.ts";
import type { KeptOf } from "../kept-port.ts";
import type { PolicyFormat } from "../policy/syntax.ts";
import { commandFor, editResume } from "./command-target.ts";
import type { Road } from "./services.ts";
import type { PolicySubject } from "./types.ts";

/** A text that must survive a failure: as text, or already in a file. */
export interface NewText {
  readonly text: string;
  readonly format: PolicyFormat;
  readonly file?: string | undefined;
}

/**
 * Runs a step of a change; where it fails, keeps the new text in a file and says so with the command that goes on
 * from there. What the user cancelled is not kept: the editor keeps its own text. A dry run changes nothing and
 * keeps nothing.
 */
export const keptOnFailure = async <T>(road: Road, text: NewText, step: () => Promise<T>): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    if (error instanceof CancelledError || road.options.dryRun) throw error;
    const advice = await keep(road, text, error);
    if (!(error instanceof KmspolError)) {
      road.services.note(advice);
      throw error;
    }
    throw error.withHint([error.hint, advice].filter(Boolean).join("\n"));
  }
};

const keep = async (
  { subject, services }: Road,
  { text, format, file }: NewText,
  because: unknown,
): Promise<string> => {
  try {
    // What was refused would be refused again: it goes back into the editor.
    const isFaulty = because instanceof RefusedError && because.code !== "history-unwritable";
    const resume = (path: string) =>
      isFaulty ? editResume(subject, path) : commandFor(subject, "put", path);
    const of = { ...keptOf(subject), resume };
    const path = file ?? (await services.history.keep(text, keptName(subject, "new", format), of));
    return `the new text is kept in ${path}; go on with: ${resume(path)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** The name of a kept file: which policy, which version, and the suffix of its format. */
export const keptName = ({ target, facts }: PolicySubject, version: string, format: PolicyFormat): string => {
  const name =
    target.kind === "key" ? (target.aliases[0] ?? target.id) : (target.path.split(/[\\/]/).at(-1) ?? "");
  const plain = name.replace(/^alias\//, "").replace(/\.(jsonc?|ya?ml)$/, "");
  return `${[plain, facts.region, version].filter(Boolean).join("-")}.${format}`;
};

/** Whose policy a text is, so that it is found again. */
export const keptOf = ({ historyKey, label }: PolicySubject): Pick<KeptOf, "key" | "label"> => ({
  key: historyKey,
  label,
});

/** What is noted of a text that somebody else wrote, or that was replaced: the command compares it with the policy. */
export const comparedOf = (subject: PolicySubject): KeptOf => ({
  ...keptOf(subject),
  resume: (path) => commandFor(subject, "diff", path),
});
