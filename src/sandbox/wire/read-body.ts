import type { IncomingMessage } from "node:http";

/** More than any request of the three services carries. */
const maximumBody = 2 * 1024 * 1024;

/** The body as text. Rejects where the client goes away, or sends too much. */
export const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maximumBody) throw new Error("the request is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};
