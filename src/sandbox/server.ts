import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Faults } from "./faults/faults.ts";
import type { RequestLog } from "./request-log.ts";
import { perform, type World } from "./perform.ts";
import { sendError, sendOutput } from "./wire/answer.ts";
import { ApiError } from "./wire/api-error.ts";
import { addressOf, parseRequest, type Addressed } from "./wire/parse-request.ts";
import { readBody } from "./wire/read-body.ts";
import type { Output, Service } from "./wire/request.ts";

/** A sandbox's world with what surrounds each request. */
export interface Served extends World {
  readonly faults: Faults;
  readonly log: RequestLog;
  /** Saves the state where it is to be kept; called after each request that may have changed it. */
  readonly save: () => void;
}

/** The HTTP server of all services. It is not listening yet. */
export const sandboxServer = (served: Served): Server =>
  createServer({ keepAliveTimeout: idle }, (request, response) => {
    // A request that broke off has lost its socket by the time it is known to.
    const { socket } = request;
    handle(request, response, served).catch(() => socket.destroy());
  });

/** Milliseconds a connection may lie idle: longer than clients keep theirs, so that none meets a closed one. */
const idle = 120_000;

const handle = async (request: IncomingMessage, response: ServerResponse, served: Served): Promise<void> => {
  const body = await readBody(request);
  const addressed = addressOf(request.headers, body);
  const drop = served.faults.dropPoint(addressed.operation);
  await sleep(served.faults.latency);
  await served.log.arrived(addressed.operation);
  if (drop === "before") return void request.socket.destroy();
  const outcome = answerTo(request, body, addressed, served);
  served.log.answered(addressed, outcome instanceof ApiError ? outcome.name : "ok", drop);
  if (drop === "after") return void request.socket.destroy();
  if (outcome instanceof ApiError) sendError(response, addressed, outcome);
  else sendOutput(response, addressed, outcome);
};

/** No request is awaited in here: an operation never meets half of another. */
const answerTo = (
  request: IncomingMessage,
  body: string,
  addressed: Addressed,
  served: Served,
): Output | ApiError => {
  try {
    served.faults.refuse(addressed, served.now());
    const output = perform(parseRequest(addressed, request.headers, body), served);
    if (!/^(Get|List|Describe|Lookup)/.test(addressed.operation)) served.save();
    return output;
  } catch (error) {
    if (error instanceof ApiError) return error;
    return new ApiError(failures[addressed.service], reasonOf(error));
  }
};

const failures: Readonly<Record<Service, string>> = {
  kms: "KMSInternalException",
  organizations: "ServiceException",
  cloudtrail: "InternalFailure",
  iam: "ServiceFailure",
  sts: "ServiceFailure",
};

const reasonOf = (error: unknown): string =>
  `The sandbox failed: ${error instanceof Error ? error.message : String(error)}`;
