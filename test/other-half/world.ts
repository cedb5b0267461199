import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { execa } from "execa";
import { onTestFinished } from "vitest";
import { writeProfiles } from "../../src/sandbox/profiles.ts";
import { clientsOf } from "../support/aws-clients.ts";
import { newPlace, type Place, type Run } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

/** An account with an administrator: clients for the test, and the profile that kmspol runs with. */
export interface Side {
  readonly account: string;
  readonly profile: string;
  readonly kms: KMSClient;
  readonly iam: IAMClient;
}

/** Two accounts on one server that speaks AWS's protocols. */
export interface World {
  /** 111122223333, which has the callers. */
  readonly callers: Side;
  /** 444455556666, which has the key. */
  readonly owner: Side;
  /** Runs the real program as somebody's administrator. */
  run(side: Side, ...args: readonly string[]): Promise<Run>;
}

/** The sandbox, which holds callers to their permissions. */
export const sandboxWorld = async (): Promise<World & { readonly url: string }> => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const files = await writeProfiles(sandbox, join(place.root, "aws"));
  const environment = { ...sandbox.environment, ...files };
  return {
    url: sandbox.url,
    callers: { account: "111122223333", profile: "default", ...clientsOf(sandbox) },
    owner: { account: "444455556666", profile: "partner", ...clientsOf(sandbox, "partner") },
    run: (side, ...args) => kmspol(place, undefined, [...args, "--profile", side.profile], { environment }),
  };
};

const region = "eu-west-1";

/** moto's server, another imitation of AWS, not ours: it keeps two accounts apart, and lets everybody do anything. */
export const motoWorld = async (): Promise<World> => {
  const place = await newPlace();
  const url = await startMoto();
  const [callers, owner] = [await sideOf(url, "111122223333"), await sideOf(url, "444455556666")];
  const environment = await writeMotoProfiles(place, url, [callers, owner]);
  return {
    callers: callers.side,
    owner: owner.side,
    run: (side, ...args) => kmspol(place, undefined, [...args, "--profile", side.profile], { environment }),
  };
};

const startMoto = async (): Promise<string> => {
  const port = await freePort();
  const server = execa("moto_server", ["-p", String(port)], { reject: false, stdio: "ignore" });
  onTestFinished(async () => {
    server.kill("SIGKILL");
    await server;
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300; tries += 1) {
    if (await fetch(`${url}/moto-api/`).catch(() => undefined)) return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("moto_server did not start within 30 seconds");
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });

/** moto knows an account by the role that was assumed in it. */
const sideOf = async (endpoint: string, account: string) => {
  const anyone = { accessKeyId: "AKIAANYONE", secretAccessKey: "none" };
  const sts = new STSClient({ endpoint, region, credentials: anyone });
  const RoleArn = `arn:aws:iam::${account}:role/Admin`;
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "story" }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? "",
    secretAccessKey: Credentials?.SecretAccessKey ?? "",
    sessionToken: Credentials?.SessionToken ?? "",
  };
  const config = { endpoint, region, credentials };
  const side: Side = {
    account,
    profile: `of-${account}`,
    kms: new KMSClient(config),
    iam: new IAMClient(config),
  };
  return { side, credentials };
};

type MotoSide = Awaited<ReturnType<typeof sideOf>>;

const writeMotoProfiles = async (
  { root }: Place,
  url: string,
  sides: readonly MotoSide[],
): Promise<Record<string, string>> => {
  const folder = join(root, "aws");
  await mkdir(folder);
  const [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE] = [
    join(folder, "config"),
    join(folder, "credentials"),
  ];
  const config = sides.map(({ side }) => `[profile ${side.profile}]\nregion = ${region}\n`);
  const credentials = sides.map(
    ({ side, credentials: { accessKeyId, secretAccessKey, sessionToken } }) =>
      `[${side.profile}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`,
  );
  await writeFile(AWS_CONFIG_FILE, config.join("\n"));
  await writeFile(AWS_SHARED_CREDENTIALS_FILE, credentials.join("\n"));
  return { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, AWS_ENDPOINT_URL: url };
};
