import { KmspolError, PutUnknown } from "../../errors.ts";
import { explainAwsError } from "./explain.ts";
import { failureKind } from "./failure-kind.ts";
import { endpointInUse, type EndpointInUse } from "./endpoint.ts";
import { readProfile, signInProfile } from "./profile.ts";
import { type AwsClient, bounded, checkingAnswers } from "./bounded-client.ts";
import { readyCredentials } from "./ready-credentials.ts";
import { usualPatience, within } from "./patience.ts";
import { withRetries } from "./retries.ts";
import { readSdkError } from "./sdk-error.ts";
import { type AwsService, type AwsSettings, serviceNames, services } from "./settings.ts";
import type { AwsRequest } from "./aws-request.ts";

/**
 * Sends a request with the retries of the contract and turns a failure into one clear error.
 * Throws AwsError, RefusedError or UsageError; for a `once` request whose answer never came, or was none of AWS, or one try of which failed inside KMS, PutUnknown. `send` is
 * given `client` as it is to be used: with the time limits of the contract.
 */
export const callAws = async <Client extends AwsClient, Output>(
  settings: AwsSettings,
  request: AwsRequest,
  client: Client,
  send: (client: Client) => Promise<Output>,
): Promise<Output> => {
  const { clock, patience = usualPatience, stop } = settings;
  const start = clock.now().getTime();
  checkingAnswers(client);
  const service = serviceOf(request);
  const ended = service && settings.asks?.(serviceNames[service]);
  const tries = { unclear: false };
  const kindOf = (error: unknown) => {
    const kind = kindFor(request, stop)(error);
    // An internal failure does not tell what was done before it; a throttled request was not begun.
    tries.unclear ||= kind === "internal" && !readSdkError(error).clockCorrected;
    return kind;
  };
  try {
    const attempt = async (number: number) => {
      if (number > 1) await request.beforeRetry?.(tries.unclear ? "unclear" : "refused");
      return logged(settings, request, number, async () => {
        await readyCredentials(client, settings);
        // What goes before, such as somebody who types the code of an MFA device, takes its own time.
        const left = number === 1 ? patience.operation : start + patience.operation - clock.now().getTime();
        stop?.throwIfAborted();
        return within(Math.max(left, 1), (signal) => send(bounded(client, either(signal, stop))));
      });
    };
    return await withRetries(attempt, kindOf, { clock: settings.clock, random: Math.random });
  } catch (error) {
    if (error instanceof KmspolError) throw error;
    const told = { ...request, endpoint: await endpointOf(request, settings) };
    const explained = explainAwsError(error, told, await namingWhoSignsIn(error, settings));
    if (!outcomeUnknown(error, request) && !(request.once && tries.unclear)) throw explained;
    throw new PutUnknown("put-unknown", explained.message, { hint: explained.hint, cause: error });
  } finally {
    ended?.();
  }
};

const serviceOf = ({ operation }: AwsRequest): AwsService | undefined =>
  services.find((each) => operation.startsWith(`${each}:`));

/** Where the request went; undefined where nobody set it, or where the AWS files can no longer be read. */
const endpointOf = async (request: AwsRequest, settings: AwsSettings): Promise<EndpointInUse | undefined> => {
  const service = serviceOf(request);
  try {
    return service && endpointInUse(settings, service, await readProfile(settings));
  } catch {
    return undefined;
  }
};

/** An SSO session belongs to the profile that signs in, which need not be the one that was chosen. */
const namingWhoSignsIn = async (error: unknown, settings: AwsSettings): Promise<AwsSettings> => {
  const { name, message } = readSdkError(error);
  const isSso = /^(?:Credentials|Token)ProviderError$/.test(name) && /sso/i.test(message);
  return isSso ? { ...settings, profile: await signInProfile(settings) } : settings;
};

const kindFor = (request: AwsRequest, stop: AbortSignal | undefined) => (error: unknown) =>
  stop?.aborted === true || error instanceof KmspolError || outcomeUnknown(error, request)
    ? "final"
    : failureKind(readSdkError(error));

const either = (signal: AbortSignal, stop: AbortSignal | undefined): AbortSignal =>
  stop ? AbortSignal.any([signal, stop]) : signal;

const outcomeUnknown = (error: unknown, { once }: AwsRequest): boolean =>
  once === true && ["unanswered", "cut", "nonsense"].includes(failureKind(readSdkError(error)));

/** Tells `--debug` about one try. Headers are never shown: they carry the signature and the session token. */
const logged = async <Output>(
  { debug, clock }: AwsSettings,
  { operation, about }: AwsRequest,
  number: number,
  send: () => Promise<Output>,
): Promise<Output> => {
  if (!debug) return send();
  const start = clock.now().getTime();
  const line = (outcome: string) => {
    const name = [operation, about].filter(Boolean).join(" ");
    debug(`${name}: try ${number}, ${outcome}, ${clock.now().getTime() - start} ms`);
  };
  try {
    const output = await send();
    line("ok");
    return output;
  } catch (error) {
    const { name, code, status, requestId } = readSdkError(error);
    line([name, code, status, requestId].filter(Boolean).join(" "));
    throw error;
  }
};
