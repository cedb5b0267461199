import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { STSClient } from "@aws-sdk/client-sts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** SDK clients that act as one identity of the sandbox, and try once only. */
export const clientsOf = (sandbox: Sandbox, name = "default", region = sandbox.region) => {
  const found = sandbox.credentials.find((credential) => credential.name === name)!;
  const { accessKeyId, secretAccessKey, sessionToken } = found;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  const config = { endpoint: sandbox.url, region, credentials, maxAttempts: 1 };
  return { kms: new KMSClient(config), iam: new IAMClient(config), sts: new STSClient(config) };
};

/** What a call was refused with: the error's name, and its message. Fails where it was not refused. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  const answer = await call.then(
    () => new Error("it was not refused"),
    (error: unknown) => error,
  );
  return answer instanceof Error ? `${answer.name}: ${answer.message}` : String(answer);
};
