/**
 * The verbs that the pure core proposes as the next step, with the flags that it proposes with them. `test/architecture.test.ts` holds
 * both against the list of verbs: whoever renames one there hears of it here, and from the compiler wherever it is proposed.
 */
export const proposedFlags = {
  "add-admin": [],
  "add-group": ["--expand", "--via-iam"],
  "add-user": [],
  "allow-deletion": [],
  can: [],
  edit: [],
  "grant-account": [
    ...["--dry-run", "--only", "--attach", "--account-profile"],
    ...["--via", "--encryption-context", "--org", "--until"],
  ],
  "grant-service": ["--source-account", "--source-arn"],
  prune: [],
  put: ["--dry-run"],
  "remove-admin": [],
  "remove-user": ["--only"],
  "revoke-account": [
    ...["--detach", "--account-profile", "--grants"],
    ...["--via", "--encryption-context", "--org", "--until"],
  ],
  show: [],
  upgrade: [],
} as const;

type NextVerb = keyof typeof proposedFlags;

/** `true`: a flag without a value; a list: the flag once for each; undefined: not at all. */
export type FlagValue = string | true | readonly string[] | undefined;

/** What to do next, as a value: a verb on the key or the file at hand. Who prints it puts it into words as they are typed. */
export interface NextCommand {
  readonly verb: NextVerb;
  /** What follows the target. */
  readonly operands: readonly string[];
  readonly flags: Readonly<Record<string, FlagValue>>;
  /** The target, where it is not the key or the file at hand: a key's ARN, or `KEY` where a message names none. */
  readonly on?: string;
}

/** A command about the key or the file at hand; `on` names another key. */
export const next = <Name extends NextVerb>(
  verb: Name,
  operands: readonly string[] = [],
  flags: { readonly [Flag in (typeof proposedFlags)[Name][number]]?: FlagValue } = {},
  on?: string,
): NextCommand => ({ verb, operands, flags, ...(on !== undefined && { on }) });

/** A sentence for people, in which the commands are values yet. */
export type Sentence = string | readonly (string | NextCommand)[];

/** A sentence with commands in it, as a template: sentence`make it by hand: ${next("edit")}`. */
export const sentence = (
  texts: TemplateStringsArray,
  ...parts: readonly (string | number | NextCommand)[]
): Sentence =>
  texts.flatMap((text, place) => {
    const part = parts[place];
    return part === undefined ? [text] : [text, typeof part === "number" ? String(part) : part];
  });
