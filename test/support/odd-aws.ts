import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { Patience } from "../../src/adapters/aws/patience.ts";
import type { AwsSettings } from "../../src/adapters/aws/settings.ts";

/** How one answer goes; `asked` is the body of the request. */
export type Answer = (response: ServerResponse, asked: string) => void;

const type = { json: "application/x-amz-json-1.1", xml: "text/xml" } as const;

export const json =
  (body: unknown): Answer =>
  (response) =>
    response.writeHead(200, { "content-type": type.json }).end(JSON.stringify(body));

export const text =
  (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": type.xml, ...headers }).end(body);

/** An answer of IAM or STS to `operation`, as the Query protocol has it. */
export const xml = (operation: string, result: string): Answer =>
  text(
    `<${operation}Response xmlns="https://aws.amazon.com/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  );

/** Headers and the first byte, and nothing more. */
export const stalls: Answer = (response) =>
  void response.writeHead(200, { "content-length": 500 }).write("{");

/** A byte now and then, for ever. */
export const drips: Answer = (response) => {
  response.writeHead(200).flushHeaders();
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => clearInterval(timer));
};

/** More than anybody can want. */
export const floods: Answer = (response) => {
  const more = () => {
    while (response.write("a".repeat(2 ** 16)));
  };
  response.writeHead(200).on("drain", more);
  more();
};

/** Nothing at all. */
export const isSilent: Answer = () => undefined;

export interface OddAws {
  readonly settings: AwsSettings;
  readonly url: string;
  /** Waits until no connection is left that would keep a process alive. */
  readonly left: () => Promise<void>;
}

/** Something that answers like AWS as `answers` says, by operation (`*`: any), over and over; and is waited for as `patience` says: by default a moment only. */
export const oddAws = async (
  answers: Readonly<Record<string, Answer>>,
  patience: Patience = little,
): Promise<OddAws> => {
  const sockets = new Set<object>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
      const asked = Buffer.concat(chunks).toString();
      const action = /Action=(\w+)/.exec(asked)?.[1];
      const name = target ?? action ?? request.url ?? "";
      (answers[name] ?? answers["*"] ?? text("", 404))(response, asked);
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const left = async () => {
    while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  return { settings: { ...settingsAt(url), patience }, url, left };
};

const little: Patience = { operation: 400, silence: 200, connecting: 200, answer: 2 ** 20 };

const settingsAt = (endpointUrl: string): AwsSettings => ({
  profile: undefined,
  region: "eu-west-1",
  endpointUrl,
  environment: { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" },
  clock: { now: () => new Date(), sleep: () => Promise.resolve() },
});
