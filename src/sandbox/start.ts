import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UsageError } from "../errors.ts";
import { credentialNamed, environmentOf } from "./environment.ts";
import { Faults } from "./faults/faults.ts";
import type { SandboxOptions } from "./options.ts";
import { policyDoors } from "./policy-doors.ts";
import { RequestLog } from "./request-log.ts";
import type { Sandbox } from "./sandbox.ts";
import { sandboxCredentials } from "./seed/credentials.ts";
import { startState } from "./seed/start-state.ts";
import { sandboxServer, type Served } from "./server.ts";
import { Random } from "./state/random.ts";
import { loadState, saveState } from "./state/storage.ts";

/** Starts a sandbox. Rejects with UsageError where the port is taken or the data file cannot be used. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
  const region = options.region ?? "eu-west-1";
  const served = serve(options, region);
  const server = sandboxServer(served);
  const port = await listen(server, options.port ?? 0);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    region,
    environment: environmentOf(credentialNamed("default"), url, region),
    credentials: sandboxCredentials,
    faults: served.faults,
    state: served.state,
    requests: served.log.requests,
    environmentFor: (name) => environmentOf(credentialNamed(name), url, region),
    before: (operation, hook) => served.log.before(operation, hook),
    ...policyDoors(served, region),
    close: async () => {
      await stop(server);
      served.save();
    },
  };
};

const serve = (options: SandboxOptions, region: string): Served => {
  const { data, seed = "kmspol", extraKeys = 0, keepOrder = false, now = Date.now } = options;
  const state =
    (data === undefined ? undefined : loadState(data)) ?? startState({ region, seed, extraKeys, now: now() });
  const save = () => data !== undefined && saveState(data, state);
  save();
  return {
    state,
    faults: faultsOf(options, seed),
    order: keepOrder ? { shuffled: (items) => [...items] } : new Random(`${seed}/order`),
    now,
    log: new RequestLog(),
    save,
  };
};

const faultsOf = (options: SandboxOptions, seed: string): Faults => {
  const { propagation = 0, latency = 0, throttle, drop = 0, fail = [] } = options;
  const faults = new Faults({ propagation, latency, throttle, drop }, new Random(`${seed}/drop`));
  for (const failure of fail) faults.failNext(failure);
  return faults;
};

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(cannotListen(port, cause)));
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

const cannotListen = (port: number, cause: Error): UsageError =>
  new UsageError(
    "port-unavailable",
    `the sandbox cannot listen on port ${port} of 127.0.0.1: ${cause.message}`,
    {
      hint: "leave --port out to take a free one",
      cause,
    },
  );

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
