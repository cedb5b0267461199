import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { atEndOfTest, type AtEnd } from "./at-end.ts";

/** What becomes of an answer on its way back: the request has taken effect. */
export type Mangling = "garbage" | "truncated" | "stalled" | "empty" | "html-502" | "internal" | "silence";

/** Something between kmspol and the sandbox that spoils the first `count` answers to an operation. */
export const spoiling = async (
  sandbox: Sandbox,
  operation: string,
  how: Mangling,
  count = 1,
  atEnd: AtEnd = atEndOfTest,
): Promise<Record<string, string>> => {
  let left = count;
  const server = createServer((incoming, outgoing) => {
    const target = String(incoming.headers["x-amz-target"] ?? "");
    const onward = request(
      sandbox.url,
      { method: "POST", path: incoming.url, headers: incoming.headers },
      (answer) => {
        const spoilt = target.endsWith(`.${operation}`) && left > 0;
        if (spoilt) left -= 1;
        void pass(answer, outgoing, spoilt ? how : undefined);
      },
    );
    incoming.pipe(onward);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` };
};

const pass = async (answer: IncomingMessage, outgoing: ServerResponse, how: Mangling | undefined) => {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (how === "silence") return;
  if (how === "html-502") {
    outgoing.writeHead(502, { "content-type": "text/html" }).end("<html>\u001b[31mBad gateway");
    return;
  }
  if (how === "internal") {
    outgoing
      .writeHead(500, { "content-type": "application/x-amz-json-1.1" })
      .end('{"__type":"KMSInternalException"}');
    return;
  }
  outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
  if (how === "stalled") {
    outgoing.write("{");
    return;
  }
  if (how === "truncated") {
    outgoing.write(body.subarray(0, body.length >> 1));
    setTimeout(() => outgoing.destroy(), 20);
    return;
  }
  const spoilt = { garbage: Buffer.alloc(body.length, "\u0007<"), empty: Buffer.alloc(0) };
  outgoing.end(how === undefined ? body : spoilt[how]);
};
