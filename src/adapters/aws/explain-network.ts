import { AwsError, type KmspolError } from "../../errors.ts";
import type { AwsRequest } from "./aws-request.ts";
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
  const place = request.endpoint?.place;
  if (["ENOTFOUND", "EAI_AGAIN"].includes(error.code)) return noName(where, place);
  if (isTlsFailure(error.code)) return noTrust(where, error);
  const { name, status } = error;
  if (nameless.has(name) && status !== undefined && status < 500) return noAws(where, status, place);
  const kind = failureKind(error);
  if (kind === "unreachable") return noConnection(where, error, place);
  if (kind === "unanswered") return noAnswer(where, place);
  if (kind === "nonsense") return nonsense(where, error, request, place);
  return kind === "cut" ? broken(where, error, place) : undefined;
};

/** Where an endpoint was set that counts; a place that does not count is no cause. */
type Place = string | undefined;

const noName = (where: string, place: Place): AwsError =>
  new AwsError("endpoint-unknown", `the name of ${where} cannot be resolved`, {
    hint: `check ${place ?? "--region"} and the network (DNS, VPN)`,
  });

const noTrust = (where: string, { code }: SdkError): AwsError =>
  new AwsError("tls", `the TLS certificate of ${where} is not accepted (${code})`, {
    hint: "behind a proxy that opens TLS, set NODE_EXTRA_CA_CERTS to its certificate",
  });

const noConnection = (where: string, { code }: SdkError, place: Place): AwsError =>
  new AwsError("unreachable", `${where} cannot be reached (${code || "no connection in time"})`, {
    hint: `check the network${place === undefined ? " and --region" : ` and ${place}`}`,
  });

const noAnswer = (where: string, place: Place): AwsError =>
  new AwsError("timeout", `${where} does not answer`, {
    hint: `check the network${place === undefined ? "" : ` and ${place}`}, and run the command again`,
  });

/** What the SDK puts in the place of a name where the answer carries none; not AWS's UnknownOperationException. */
const nameless = new Set(["Unknown", "UnknownError"]);

/** Something answers there, without any error that AWS would name: a web server, or a proxy. */
const noAws = (where: string, status: number, place: Place): AwsError =>
  new AwsError("bad-answer", `${where} answers with HTTP ${status} and no error of AWS`, {
    hint: isItAws(place),
  });

const isItAws = (place: Place): string =>
  place === undefined
    ? "is it AWS that answers? check the network and any proxy between"
    : `is it an AWS endpoint? check ${place} and any proxy between`;

const broken = (where: string, { code }: SdkError, place: Place): AwsError =>
  new AwsError("bad-answer", `${where} breaks the connection or answers nonsense${code && ` (${code})`}`, {
    hint: isItAws(place),
  });

/** What answers may be a proxy that asks for a password, or a server that only resembles AWS. */
const nonsense = (
  where: string,
  { name, message }: SdkError,
  { operation }: AwsRequest,
  place: Place,
): AwsError => {
  const because = name === "NotOfAws" ? `: ${message}` : "";
  return new AwsError("bad-answer", `${where} answers ${operation} with what is no answer of AWS${because}`, {
    hint: isItAws(place),
  });
};

/** What people know the endpoint by: the URL they gave, or the service and the Region. */
const endpointOf = (error: SdkError, { operation, endpoint }: AwsRequest, settings: AwsSettings): string => {
  const host = /(?:getaddrinfo \w+|connect \w+) (\S+)/.exec(error.message)?.[1];
  const known = endpoint?.url ?? host;
  if (known !== undefined) return `the endpoint ${known}`;
  const [service = ""] = operation.split(":");
  const region = chosenRegion(settings);
  return `the ${service.toUpperCase()} endpoint${region === undefined ? "" : ` of ${region}`}`;
};
