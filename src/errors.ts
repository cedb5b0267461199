import type { Sentence } from "./next-command.ts";

/** Exit codes of the program (the contract's section "Exit codes"). */
export const exitCodes = {
  done: 0,
  no: 1,
  usage: 2,
  refused: 3,
  conflict: 4,
  aws: 5,
  cancelled: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ErrorOptions {
  /** What the user can do next: one sentence, or a command. */
  readonly hint?: Sentence | undefined;
  readonly cause?: unknown;
}

/**
 * Anything that can go wrong in a way the user should read. `message` says what and where in one sentence,
 * `hint` what to do next. The one place that catches (program.ts) prints both and ends with `exit`.
 */
export abstract class KmspolError extends Error {
  abstract readonly exit: ExitCode;
  /** Stable identifier, in kebab case, for `--json` and `kmspol explain`. */
  readonly code: string;
  readonly hint: string | undefined;
  /** A hint with commands that are values yet: who knows what they are about makes of it the hint. */
  readonly advice: Exclude<Sentence, string> | undefined;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    const { hint } = options;
    if (typeof hint === "string" || hint === undefined) this.hint = hint;
    else this.advice = hint;
  }

  /** The same error, class and code, with another hint. */
  withHint(hint: string): this {
    return Object.create(this, { hint: { value: hint, enumerable: true } }) as this;
  }
}

/** The command cannot be understood or its input cannot be read: unknown flag, bad principal, broken JSON. */
export class UsageError extends KmspolError {
  override readonly exit = exitCodes.usage;
}

/** The change is refused: errors in the result, lockout, a security finding that was not accepted, a foreign key. */
export class RefusedError extends KmspolError {
  override readonly exit = exitCodes.refused;
}

/** The policy changed underneath, and the two changes could not be merged. */
export class ConflictError extends KmspolError {
  override readonly exit = exitCodes.conflict;
}

/** Between the last look and the put somebody else changed the policy; nothing was put. */
export class ChangedMeanwhile extends ConflictError {}

/** AWS or the network failed: access denied, not found, throttled to the end, no credentials. */
export class AwsError extends KmspolError {
  override readonly exit = exitCodes.aws;
}

/** A put whose answer never came: the policy may be the old one or the new one, and only reading it tells. */
export class PutUnknown extends AwsError {}

/** The user cancelled: No to the question, Ctrl-C, an editor that ended non-zero. */
export class CancelledError extends KmspolError {
  override readonly exit = exitCodes.cancelled;
}

/** Esc: one step back. Where there is no step before, as good as any other cancelling. */
export class SteppedBack extends CancelledError {}

/** Ctrl-C at a question: the program ends, however many steps there were before. */
export class Interrupted extends CancelledError {}
