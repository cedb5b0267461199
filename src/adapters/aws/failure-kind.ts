import type { SdkError } from "./sdk-error.ts";

/**
 * What a failed request tells about trying again:
 * `throttled` and `internal`: KMS refused it for now, nothing was done. `unreachable`: the request was never sent.
 * `unanswered`: it was sent, no answer came. `cut`: the connection broke, or a server before KMS failed. `nonsense`: an answer came that
 * is none of AWS. `final`: the answer is no.
 */
export type FailureKind =
  "throttled" | "internal" | "unreachable" | "unanswered" | "cut" | "nonsense" | "final";

/**
 * `LimitExceededException` is final here: for KMS it is the size of the policy or another quota, though the SDK takes
 * it for throttling. `KMSInternalException` and `DependencyTimeoutException` may be tried again (KMS API Reference).
 */
export const failureKind = (error: SdkError): FailureKind => {
  if (throttling.has(error.name) || error.status === 429) return "throttled";
  if (internal.has(error.name) || error.clockCorrected) return "internal";
  if (neverSent(error)) return "unreachable";
  // The SDK calls every broken connection a TimeoutError; and a gateway's 502 does not tell what KMS did.
  if (cut.has(error.code) || isServerError(error)) return "cut";
  if (error.name === "TimeoutError" || error.code === "ETIMEDOUT") return "unanswered";
  if (isBroken(error)) return "cut";
  return error.unreadable || error.name === "SyntaxError" ? "nonsense" : "final";
};

/** The status says that a server failed: KMS or a gateway before it. */
export const isServerError = ({ status }: SdkError): boolean => status !== undefined && status >= 500;

const throttling = new Set([
  "ThrottlingException",
  "Throttling",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "SlowDown",
]);

const internal = new Set([
  "DependencyTimeoutException",
  "KMSInternalException",
  "InternalFailure",
  "InternalServerError",
  "ServiceFailureException",
  "ServiceUnavailable",
]);

const cut = new Set(["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE"]);

const neverSent = ({ code, syscall, message }: SdkError): boolean =>
  ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"].includes(code) ||
  syscall === "connect" ||
  message.includes("did not establish a connection") ||
  isTlsFailure(code);

/** The server's certificate or the TLS handshake failed: nothing of the request was sent. */
export const isTlsFailure = (code: string): boolean =>
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH)/.test(code);

/** An answer that is no HTTP, or one that stops in the middle. */
const isBroken = ({ message, code }: SdkError): boolean =>
  code.startsWith("HPE_") || /^aborted|^socket hang up/.test(message);
