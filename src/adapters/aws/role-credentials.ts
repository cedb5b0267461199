import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { AwsError } from "../../errors.ts";
import type { AssumedRole } from "../../outside.ts";
import { callAws } from "./call.ts";
import { createCallerIdentity } from "./caller-identity.ts";
import { clientConfig } from "./client-config.ts";
import type { Credentials } from "./client-options.ts";
import { endpointInUse } from "./endpoint.ts";
import { readProfile } from "./profile.ts";
import { type AwsSettings, chosenProfile } from "./settings.ts";

/** What a session of a role lasts at the least that a role allows (STS API Reference, "AssumeRole": role chaining). */
const duration = 3600;

const sessions = new Map<string, Credentials>();

/**
 * The credentials of a role, for all clients of a run: assumed once, and anew before they run out, with what `base` leads to. They throw
 * AwsError where the role cannot be assumed; a failure stays one for the whole run.
 */
export const roleCredentials = async (role: AssumedRole, base: AwsSettings): Promise<Credentials> => {
  const sts = endpointInUse(base, "sts", await readProfile(base))?.url;
  const signsIn = [chosenProfile(base), base.environment["AWS_ACCESS_KEY_ID"]];
  const key = JSON.stringify([role.account, role.name, ...signsIn, sts]);
  const found = sessions.get(key) ?? renewed(role, base);
  sessions.set(key, found);
  return found;
};

interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Several requests ask for the same session at once. */
const renewed = (role: AssumedRole, base: AwsSettings): Exclude<Credentials, Session> => {
  let session: Promise<Session> | undefined;
  let ends = Infinity;
  return async () => {
    if (base.clock.now().getTime() > ends - 5 * 60_000) session = undefined;
    session ??= assume(role, base);
    ends = (await session).expiration?.getTime() ?? Infinity;
    return session;
  };
};

const assume = async (role: AssumedRole, base: AwsSettings): Promise<Session> => {
  const client = new STSClient(await clientConfig(base, "sts"));
  const caller = await createCallerIdentity(base).caller();
  // Who is a session of it already need not be trusted by it.
  const [, own] = caller.arn.split(":assumed-role/");
  if (caller.account === role.account && own?.split("/")[0] === role.name.split("/").at(-1))
    return client.config.credentials();
  const RoleArn = `arn:${caller.partition}:iam::${role.account}:role/${role.name}`;
  const RoleSessionName = sessionName(base);
  const request = { operation: "sts:AssumeRole", about: RoleArn };
  try {
    const { Credentials: given } = await callAws(base, request, client, (sts) =>
      sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName, DurationSeconds: duration })),
    );
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
      throw new AwsError("bad-answer", `STS answered without credentials of ${RoleArn}`, {
        hint: "is it STS that answers? check the endpoint and any proxy between",
      });
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(Expiration && { expiration: Expiration }),
    };
  } catch (error) {
    throw error instanceof AwsError && error.code === "access-denied"
      ? notAssumed(RoleArn, caller.arn)
      : error;
  }
};

/** STS does not tell a role that is not there from one that does not trust the caller. */
const notAssumed = (role: string, caller: string): AwsError =>
  new AwsError("access-denied", `${caller} may not assume ${role}`, {
    hint: "is there such a role, with that path? its trust policy must name the caller or the caller's account, the caller's IAM policies must allow sts:AssumeRole on it, and where the trust policy asks for an MFA code, give a --profile with mfa_serial",
  });

/**
 * What CloudTrail shows in the other account: AWS_ROLE_SESSION_NAME, else kmspol and who runs it (IAM User Guide, "sts:RoleSessionName":
 * letters, digits and =,.@_-).
 */
const sessionName = ({ environment, user }: AwsSettings): string => {
  const given = environment["AWS_ROLE_SESSION_NAME"];
  const name = given === undefined || given === "" ? `kmspol-${user ?? "unknown"}` : given;
  return name.replaceAll(/[^\w=,.@-]/g, "-").slice(0, 64);
};
