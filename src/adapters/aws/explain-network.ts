import { AwsError, type KmspolError } from "../../errors.ts";
import type { AwsRequest } from "./call.ts";
import { failureKind, isTlsFailure } from "./failure-kind.ts";
import type { SdkError } from "./sdk-error.ts";
import { type AwsSettings, chosenRegion } from "./settings.ts";

/** Failures between us and the endpoint: no name, no connection, no trust, no answer. */
export const explainNetwork = (
  error: SdkError,
  request: AwsRequest,
  settings: AwsSettings,
): KmspolError | undefined => {
  const where = endpointOf(error, request, settings);
  if (["ENOTFOUND", "EAI_AGAIN"].includes(error.code)) return noName(where);
  if (isTlsFailure(error.code)) return noTrust(where, error);
  const { name, status } = error;
  if (nameless.has(name) && status !== undefined && status < 500) return noAws(where, status);
  const kind = failureKind(error);
  if (kind === "unreachable") return noConnection(where, error);
  if (kind === "unanswered") return noAnswer(where);
  return kind === "cut" ? broken(where, error) : undefined;
};

const noName = (where: string): AwsError =>
  new AwsError("endpoint-unknown", `the name of ${where} cannot be resolved`, {
    hint: "check --region, the endpoint URL and the network (DNS, VPN)",
  });

const noTrust = (where: string, { code }: SdkError): AwsError =>
  new AwsError("tls", `the TLS certificate of ${where} is not accepted (${code})`, {
    hint: "behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate",
  });

const noConnection = (where: string, { code }: SdkError): AwsError =>
  new AwsError("unreachable", `${where} cannot be reached (${code || "no connection in time"})`, {
    hint: "check the network and the endpoint URL (--endpoint-url, AWS_ENDPOINT_URL)",
  });

const noAnswer = (where: string): AwsError =>
  new AwsError("timeout", `${where} does not answer`, {
    hint: "check the network and the endpoint URL, and run the command again",
  });

/** What the SDK puts in the place of a name where the answer carries none; not AWS's UnknownOperationException. */
const nameless = new Set(["Unknown", "UnknownError"]);

/** Something answers there, without any error that AWS would name: a web server, or a proxy. */
const noAws = (where: string, status: number): AwsError =>
  new AwsError("bad-answer", `${where} answers with HTTP ${status} and no error of AWS`, { hint: isItAws });

const isItAws = "is it an AWS endpoint? check --endpoint-url, AWS_ENDPOINT_URL and any proxy between";

const broken = (where: string, { code }: SdkError): AwsError =>
  new AwsError("bad-answer", `${where} breaks the connection or answers nonsense${code && ` (${code})`}`, {
    hint: isItAws,
  });

/** What people know the endpoint by: the URL they gave, or the service and the Region. */
const endpointOf = (error: SdkError, { operation }: AwsRequest, settings: AwsSettings): string => {
  const [service = ""] = operation.split(":");
  const specific = settings.environment[`AWS_ENDPOINT_URL_${service.toUpperCase()}`];
  const url = settings.endpointUrl ?? specific ?? settings.environment["AWS_ENDPOINT_URL"];
  const host = /(?:getaddrinfo \w+|connect \w+) (\S+)/.exec(error.message)?.[1];
  const known = url === undefined || url === "" ? host : url;
  if (known !== undefined) return `the endpoint ${known}`;
  const region = chosenRegion(settings);
  return `the ${service.toUpperCase()} endpoint${region === undefined ? "" : ` of ${region}`}`;
};
