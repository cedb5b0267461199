import { IAMClient } from "@aws-sdk/client-iam";
import { KmspolError } from "../../errors.ts";
import type { LookedUp } from "../../ports.ts";
import { callAws } from "./call.ts";
import { clientConfig } from "./client-config.ts";
import type { AwsSettings } from "./settings.ts";

/** Runs one IAM request about a user, role, group or policy. */
export type IamCall = <Output>(
  operation: string,
  about: string,
  send: (client: IAMClient) => Promise<Output>,
) => Promise<Output>;

/** IAM through the SDK, with one client made when it is first needed. */
export const createIamCall = (settings: AwsSettings): IamCall => {
  let client: Promise<IAMClient> | undefined;
  return async (operation, about, send) => {
    const made = await (client ??= connect(settings));
    return callAws(settings, { operation: `iam:${operation}`, about }, made, send);
  };
};

const connect = async (settings: AwsSettings): Promise<IAMClient> => {
  return new IAMClient(await clientConfig(settings, "iam"));
};

/** A look-up that tells "does not exist" and "may not look" apart from failures, which are thrown. */
export const lookUp = async <T>(ask: () => Promise<T>): Promise<LookedUp<T>> => {
  try {
    return { found: await ask() };
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    if (error.code === "not-found") return { missing: true };
    return { unknown: error.message };
  }
};
