/** How a flag is written and told; what holds for all of them. */
interface FlagWords {
  /** As the help writes it: `--out <file>`, `-y, --yes`, `--no-iam`. */
  readonly words: string;
  readonly does: string;
  /** The heading of the help under which it stands; `Flags:` without one. */
  readonly under?: string;
  /** Names of the flags that it cannot be given with. */
  readonly not?: readonly string[];
  /** A verb that reads changes policies where this flag is given. */
  readonly changes?: true;
}

/** A flag of a verb, whatever its value is. */
export interface Flag extends FlagWords {
  readonly choices?: readonly string[];
  /** The value out of its word, and the value before it of a flag that may be repeated. Throws InvalidArgumentError. */
  read?(text: string, before: unknown): unknown;
  /** What holds where it is not given, and how the help calls that. */
  readonly otherwise?: { readonly value: unknown; readonly words?: string };
}

/** A flag for a member of that type: a switch, a word, one of some words, or what is read out of a word. */
type FlagOf<Value> = FlagWords & {
  readonly otherwise?: { readonly value: Value; readonly words?: string };
} & ([Value] extends [boolean]
    ? object
    : [string] extends [Value]
      ? { readonly read?: (text: string) => Value }
      : [Value] extends [string]
        ? { readonly choices: readonly Value[] }
        : {
            readonly choices?: readonly string[];
            readonly read: (text: string, before: Value | undefined) => Value;
          });

/** Of a verb without flags of its own. */
export type NoFlags = Readonly<Record<string, never>>;

/** The flags whose values are the members of `Flags`, by the names of these members, in the order of the help. */
export type FlagsFor<Flags> = {
  readonly [Name in keyof Flags]-?: FlagOf<Exclude<Flags[Name], undefined>>;
};

/** Reads a flag that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];
