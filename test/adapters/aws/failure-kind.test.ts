import { expect, test } from "vitest";
import { failureKind } from "../../../src/adapters/aws/failure-kind.ts";
import type { SdkError } from "../../../src/adapters/aws/sdk-error.ts";

// What a failure tells about trying again (KMS API Reference, "Common Errors"; Node's codes of sockets).

const plain: SdkError = {
  ...{ name: "Error", code: "", message: "", status: undefined, syscall: "", requestId: "" },
  ...{ unreadable: false, clockCorrected: false },
};

type Row = [ReturnType<typeof failureKind>, string, Partial<SdkError>];

/** The statuses are those that would tell something else. */
const refused = (name: string): Row => ["throttled", name, { name, status: 503 }];
const failed = (name: string): Row => ["internal", name, { name, status: 503 }];
const unsent = (code: string): Row => ["unreachable", code, { name: "TimeoutError", code }];

test.each<Row>([
  ["throttled", "by its name", { name: "ThrottlingException", status: 400 }],
  ["throttled", "by its status alone", { name: "Unknown", status: 429 }],
  ["throttled", "by a server's name with a server's status", { name: "SlowDown", status: 503 }],
  ["internal", "KMS failed", { name: "KMSInternalException", status: 500 }],
  [
    "internal",
    "the clock was off and is set now",
    { name: "InvalidSignatureException", clockCorrected: true },
  ],
  ["final", "the clock is off and stays so", { name: "InvalidSignatureException", status: 400 }],
  ["unreachable", "no such host", { code: "ENOTFOUND" }],
  ["unreachable", "the time ran out while connecting", { code: "ETIMEDOUT", syscall: "connect" }],
  ["unreachable", "a certificate that nobody vouches for", { code: "SELF_SIGNED_CERT_IN_CHAIN" }],
  ["unanswered", "the time ran out while waiting", { code: "ETIMEDOUT", syscall: "read" }],
  ["cut", "the connection broke", { name: "TimeoutError", code: "ECONNRESET" }],
  ["cut", "a gateway failed", { name: "Unknown", status: 502 }],
  ["cut", "an answer that is no HTTP", { code: "HPE_INVALID_CONSTANT" }],
  ["nonsense", "an answer that is no JSON", { name: "SyntaxError", status: 200 }],
  ["final", "the quota of the policy's size", { name: "LimitExceededException", status: 400 }],
  ["final", "denied", { name: "AccessDeniedException", status: 400 }],
  ["final", "a status right below throttling", { status: 428 }],
  ["final", "a status right below a server's failure", { name: "Unknown", status: 499 }],
  ["cut", "a server's failure as such", { name: "Unknown", status: 500 }],
  ["cut", "a pipe that broke", { code: "EPIPE" }],
  ["cut", "a stream that ended too early", { code: "ERR_STREAM_PREMATURE_CLOSE" }],
  ["cut", "aborted in the middle", { message: "aborted" }],
  ["unanswered", "no answer in time", { name: "TimeoutError" }],
  ...["Throttling", "ThrottledException", "RequestThrottled", "RequestThrottledException"].map(refused),
  ...["TooManyRequestsException", "RequestLimitExceeded"].map(refused),
  ...["DependencyTimeoutException", "InternalFailure", "InternalServerError"].map(failed),
  ...["ServiceFailureException", "ServiceUnavailable"].map(failed),
  ...["ECONNREFUSED", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"].map(unsent),
  ...["CERT_HAS_EXPIRED", "ERR_TLS_CERT_ALTNAME_INVALID", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"].map(unsent),
  ...["EPROTO", "HOSTNAME_MISMATCH", "ERR_SSL_WRONG_VERSION_NUMBER"].map(unsent),
])("%s: %s", (kind, _what, error) => {
  expect(failureKind({ ...plain, ...error })).toBe(kind);
});
