import type { Readable } from "node:stream";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { NoAnswerInTime, type Patience } from "./patience.ts";
import { NotOfAws } from "./not-of-aws.ts";

type Handle = NodeHttpHandler["handle"];

/**
 * Sends requests as the SDK does, and hands an answer on when it is there whole. The SDK's own time limits end with the headers: a
 * body that stops, or drips, would be waited for for ever. Throws TimeoutError where it stops, and NotOfAws where it is too large.
 */
export class WholeAnswers extends NodeHttpHandler {
  readonly #patience: Patience;

  constructor(patience: Patience) {
    const { connecting, silence } = patience;
    super({ connectionTimeout: connecting, requestTimeout: silence, throwOnRequestTimeout: true });
    this.#patience = patience;
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const { response } = await super.handle(request, options);
    const signal = options?.abortSignal as AbortSignal | undefined;
    response.body = await wholeBody(response.body as Readable, this.#patience, signal);
    return { response };
  }
}

const wholeBody = (
  body: Readable,
  { silence, answer: largest }: Patience,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const fail = (error: Error) => {
      reject(error);
      body.destroy();
    };
    const stopped = setTimeout(() => fail(new NoAnswerInTime("the answer stops in the middle")), silence);
    const onAbort = () => fail(new NoAnswerInTime("the answer does not end in time"));
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    body.on("data", (chunk: Buffer) => {
      stopped.refresh();
      chunks.push(chunk);
      length += chunk.length;
      if (length > largest) fail(new NotOfAws(`an answer of more than ${largest} bytes`));
    });
    body.on("end", () => resolve(Buffer.concat(chunks)));
    body.on("error", fail);
    body.on("close", () => {
      clearTimeout(stopped);
      signal?.removeEventListener("abort", onAbort);
      reject(Object.assign(new Error("the connection ended within the answer"), { code: "ECONNRESET" }));
    });
  });
