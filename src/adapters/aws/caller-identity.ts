import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsError } from "../../errors.ts";
import type { Caller, CallerIdentity } from "../../ports.ts";
import { callAws } from "./call.ts";
import { clientConfig } from "./client-config.ts";
import type { AwsSettings } from "./settings.ts";

/** Who the credentials are, asked of STS once and remembered. GetCallerIdentity needs no permission. */
export const createCallerIdentity = (settings: AwsSettings): CallerIdentity => {
  let answer: Promise<Caller> | undefined;
  return { caller: () => (answer ??= ask(settings)) };
};

const ask = async (settings: AwsSettings): Promise<Caller> => {
  const client = new STSClient(await clientConfig(settings, "sts"));
  const request = { operation: "sts:GetCallerIdentity", about: "" };
  const identity = await callAws(settings, request, () => client.send(new GetCallerIdentityCommand({})));
  const { Account: account, Arn: arn, UserId: userId = "" } = identity;
  if (account === undefined || arn === undefined) {
    throw new AwsError("bad-answer", "STS answered sts:GetCallerIdentity without an account");
  }
  return { account, arn, userId, partition: arn.split(":")[1] ?? "aws" };
};
