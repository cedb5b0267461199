import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { ApiError } from "./api-error.ts";
import { jsonContentType, writeJson, writeJsonError } from "./json11.ts";
import type { Addressed } from "./parse-request.ts";
import { writeXml, writeXmlError, xmlContentType } from "./query-xml.ts";
import { type Output, speaksJson } from "./request.ts";

/** Sends what an operation answered, in the protocol of its service. KMS sends nothing where there is nothing to say. */
export const sendOutput = (
  response: ServerResponse,
  { service, operation }: Addressed,
  output: Output,
): void => {
  const id = randomUUID();
  if (speaksJson(service)) {
    send(response, 200, jsonContentType, id, Object.keys(output).length === 0 ? "" : writeJson(output));
  } else {
    send(response, 200, xmlContentType, id, writeXml(service, operation, output, id));
  }
};

/** Sends an error in the protocol of the service. */
export const sendError = (response: ServerResponse, { service }: Addressed, error: ApiError): void => {
  const id = randomUUID();
  if (speaksJson(service)) send(response, error.status, jsonContentType, id, writeJsonError(error));
  else send(response, error.status, xmlContentType, id, writeXmlError(service, error, id));
};

const send = (response: ServerResponse, status: number, type: string, id: string, body: string): void => {
  const headers = { "content-type": type, "x-amzn-requestid": id, "content-length": Buffer.byteLength(body) };
  response.writeHead(status, headers);
  response.end(body);
};
