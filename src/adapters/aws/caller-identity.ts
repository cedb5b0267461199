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

/** A user, a role session, a federated user or the root user, with partition and account. */
const callerArn = /^arn:([^:]+):(?:iam|sts)::(\d{12}):\S+$/;

const ask = async (settings: AwsSettings): Promise<Caller> => {
  const client = new STSClient(await clientConfig(settings, "sts"));
  const request = { operation: "sts:GetCallerIdentity", about: "" };
  const identity = await callAws(settings, request, client, (sts) =>
    sts.send(new GetCallerIdentityCommand({})),
  );
  const { Account: account, Arn: arn, UserId: userId = "" } = identity;
  const [, partition, owner] = callerArn.exec(arn ?? "") ?? [];
  if (arn === undefined || account === undefined || partition === undefined || owner !== account) {
    throw new AwsError(
      "bad-answer",
      "STS answered sts:GetCallerIdentity without an account, or without an ARN of that account",
      {
        hint: "is it STS that answers? check the endpoint and any proxy between",
      },
    );
  }
  return { account, arn, userId, partition };
};
