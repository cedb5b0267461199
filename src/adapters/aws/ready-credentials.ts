import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { AwsError } from "../../errors.ts";
import type { AwsClient } from "./bounded-client.ts";
import { NoAnswerInTime, usualPatience, within } from "./patience.ts";
import { waitsForPeople } from "./profile.ts";
import type { AwsSettings } from "./settings.ts";

const waiting = new WeakMap<AwsClient, Promise<boolean>>();

/**
 * Waits until the client has credentials; where it has, that is at once. The SDK waits for ever for an instance's metadata, or for a
 * container's endpoint, that begins to answer and stops. Throws AwsError (`timeout`) then, and what the SDK's chain throws. Where
 * somebody may have to type or to press something, nobody is hurried.
 */
export const readyCredentials = async (client: AwsClient, settings: AwsSettings): Promise<void> => {
  const atLeisure = waiting.get(client) ?? waitsForPeople(settings);
  waiting.set(client, atLeisure);
  if (await atLeisure) {
    await client.config.credentials();
    return;
  }
  const { operation } = settings.patience ?? usualPatience;
  // Who asks again waits for an answer again.
  late?.forget();
  const requests = watchRequests();
  try {
    await within(operation, async (signal) => {
      signal.addEventListener("abort", requests.end, { once: true });
      await client.config.credentials();
    });
    requests.forget();
  } catch (error) {
    if (!(error instanceof NoAnswerInTime)) {
      requests.forget();
      throw error;
    }
    // Of two that were asked side by side, one cuts for both.
    late?.forget();
    late = requests;
    throw noCredentials();
  }
};

/** Those of the last question that nobody answered in time: what still comes of them is cut. */
let late: ReturnType<typeof watchRequests> | undefined;

/**
 * The requests that the chain makes without the client's own handler, from now on. `end` cuts those under way and those to come: each
 * would keep the process alive. Source: Node's documentation, "Diagnostics Channel", `http.client.request.start`.
 */
const watchRequests = (): { readonly end: () => void; readonly forget: () => void } => {
  const open = new Set<ClientRequest>();
  let ended = false;
  const seen = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest };
    if (request.getHeader("amz-sdk-invocation-id") !== undefined) return;
    if (ended) {
      request.destroy();
      return;
    }
    open.add(request);
    request.once("close", () => open.delete(request));
  };
  subscribe("http.client.request.start", seen);
  return {
    end: () => {
      ended = true;
      for (const request of open) request.destroy();
    },
    forget: () => unsubscribe("http.client.request.start", seen),
  };
};

const noCredentials = (): AwsError =>
  new AwsError(
    "timeout",
    "what should give the AWS credentials does not answer, or does not end its answer",
    {
      hint: "check the network and what gives them (SSO, a container, instance metadata), or choose others with --profile",
    },
  );
