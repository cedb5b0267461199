import { NotOfAws } from "./not-of-aws.ts";
import { oneLine } from "./one-line.ts";

/** What the errors of the SDK, of its credential chain and of Node's sockets carry, read without trust. */
export interface SdkError {
  /** `AccessDeniedException`, `CredentialsProviderError`, `TimeoutError`, … */
  readonly name: string;
  /** Node's code where there is one: `ECONNREFUSED`, `CERT_HAS_EXPIRED`, … */
  readonly code: string;
  readonly message: string;
  /** HTTP status, where an answer came. */
  readonly status: number | undefined;
  /** The system call that failed: `connect`, `read`, `getaddrinfo`. */
  readonly syscall: string;
  readonly requestId: string;
  /** An answer came, whole, and could not be read as one of AWS. */
  readonly unreadable: boolean;
  /** The SDK has adjusted its clock to the server's: the next try can succeed. */
  readonly clockCorrected: boolean;
}

/** What the SDK threw, read without trust in its shape. */
export const readSdkError = (error: unknown): SdkError => {
  const metadata = member(error, "$metadata");
  const status = member(metadata, "httpStatusCode");
  return {
    name: oneLine(text(error, "name")),
    code: text(error, "code") || text(firstOf(error), "code"),
    message: oneLine(text(error, "message")),
    status: typeof status === "number" ? status : undefined,
    syscall: text(error, "syscall") || text(firstOf(error), "syscall"),
    requestId: text(metadata, "requestId"),
    unreadable: isUnreadable(error),
    clockCorrected: member(metadata, "clockSkewCorrected") === true,
  };
};

/** What goes wrong in reading an answer carries that answer; the errors that a service names say besides whose fault they are. */
const isUnreadable = (error: unknown): boolean =>
  error instanceof NotOfAws ||
  (member(error, "$response") !== undefined && member(error, "$fault") === undefined);

/** A host with several addresses fails with an AggregateError; its first error tells why. */
const firstOf = (error: unknown): unknown => {
  const errors = member(error, "errors");
  return Array.isArray(errors) ? (errors as unknown[])[0] : undefined;
};

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && name in value
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

const text = (value: unknown, name: string): string => {
  const found = member(value, name);
  return typeof found === "string" ? found : "";
};
