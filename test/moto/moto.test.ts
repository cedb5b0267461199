import { spawnSync, spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newPlace, scriptedEditor, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { samePolicy } from "../support/policies.ts";

// kmspol against a KMS that is not ours: moto's server, where it is installed (pip install 'moto[server]').

const installed = spawnSync("moto_server", ["--help"], { stdio: "ignore", timeout: 30_000 }).status === 0;

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** moto's own KMS and IAM with one key, alias/app, and one role, App. */
const startMoto = async () => {
  const port = await freePort();
  const server = spawn("moto_server", ["-H", "127.0.0.1", "-p", String(port)], { stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  const config = { endpoint, region: "eu-west-1", credentials, maxAttempts: 40 };
  const kms = new KMSClient(config);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: "alias/app", TargetKeyId: KeyMetadata?.KeyId }));
  const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
  await new IAMClient(config).send(new CreateRoleCommand({ RoleName: "App", AssumeRolePolicyDocument }));
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: "eu-west-1",
  };
  return { server, environment };
};

describe.skipIf(!installed)(
  `against moto's server${installed ? "" : " (not installed: pip install 'moto[server]')"}`,
  () => {
    let moto: Awaited<ReturnType<typeof startMoto>>;
    beforeAll(async () => void (moto = await startMoto()), 120_000);
    afterAll(() => void moto.server.kill());

    const run = (place: Place, args: readonly string[], more: Record<string, string> = {}) =>
      kmspol(place, undefined, args, { environment: { ...moto.environment, ...more } });

    const policyAt = async (place: Place): Promise<string> => (await run(place, ["get", "alias/app"])).stdout;

    test("list, show and get", async () => {
      const place = await newPlace();
      expect(await run(place, ["list"])).toMatchObject({
        exit: 0,
        stdout: expect.stringContaining("alias/app") as string,
      });
      expect(await run(place, ["show", "alias/app"])).toMatchObject({ exit: 0, stderr: "" });
      expect(JSON.parse(await policyAt(place))).toMatchObject({ Statement: [{ Action: "kms:*" }] });
      expect(await run(place, ["get", "alias/none"])).toMatchObject({ exit: 5 });
    });

    test("add-user, edit, put, undo and history", { timeout: 250_000 }, async () => {
      const place = await newPlace();
      const before = await policyAt(place);
      const added = await run(place, ["add-user", "alias/app", "role/App", "--yes"]);
      expect(added, added.stderr).toMatchObject({
        exit: 0,
        stdout: expect.stringContaining("changed and verified") as string,
      });
      const withUser = await policyAt(place);
      expect(withUser).toContain(":role/App");
      const editor = await scriptedEditor(place, `[(text) => text.replace("Allow use of the key", "App")]`);
      const edited = await run(place, ["edit", "alias/app", "--yes"], { KMSPOL_EDITOR: editor });
      expect(edited.exit, edited.stderr).toBe(0);
      expect(await policyAt(place)).toContain('"App"');
      await writeFile(join(place.work, "user.json"), withUser);
      expect(await run(place, ["put", "alias/app", "user.json", "--yes"])).toMatchObject({ exit: 0 });
      expect(samePolicy(await policyAt(place), withUser)).toBe(true);
      await writeFile(join(place.work, "before.json"), before);
      expect(await run(place, ["put", "alias/app", "before.json", "--yes"])).toMatchObject({ exit: 0 });
      expect(await run(place, ["undo", "alias/app", "--yes"])).toMatchObject({ exit: 0 });
      expect(samePolicy(await policyAt(place), withUser)).toBe(true);
      const { stdout } = await run(place, ["history", "alias/app", "--json"]);
      const { changes } = JSON.parse(stdout) as { changes: { command: string[]; outcome: string }[] };
      expect(changes.map(({ command, outcome }) => `${command[0]} ${outcome}`)).toEqual(
        ["undo", "put", "put", "edit", "add-user"].map((verb) => `${verb} verified`),
      );
    });

    test(
      "--iam and collect read IAM and the organization in its spelling",
      { timeout: 250_000 },
      async () => {
        const place = await newPlace();
        const config = { endpoint: moto.environment.AWS_ENDPOINT_URL, region: "eu-west-1", credentials };
        const iam = new IAMClient(config);
        const allow = [{ Effect: "Allow", Action: "kms:Decrypt", Resource: "*" }];
        const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: allow });
        const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: "use", PolicyDocument }));
        await iam.send(new CreateUserCommand({ UserName: "bob" }));
        await iam.send(new AttachUserPolicyCommand({ UserName: "bob", PolicyArn: Policy?.Arn }));
        await iam.send(new PutRolePolicyCommand({ RoleName: "App", PolicyName: "own", PolicyDocument }));
        const organizations = new OrganizationsClient(config);
        const { Organization } = await organizations.send(new CreateOrganizationCommand({}));
        await organizations.send(new CreateAccountCommand({ AccountName: "a", Email: "a@example.com" }));

        const whoCan = await run(place, ["who-can", "alias/app", "kms:Decrypt", "--iam", "--json"]);
        expect(whoCan.exit, whoCan.stderr).toBe(0);
        const { access, lookedAt } = JSON.parse(whoCan.stdout) as {
          access: { principal: string }[];
          lookedAt: object;
        };
        const account = "123456789012";
        expect(access.map(({ principal }) => principal)).toEqual(
          expect.arrayContaining([`arn:aws:iam::${account}:role/App`, `arn:aws:iam::${account}:user/bob`]),
        );
        expect(lookedAt).toMatchObject({ directories: [{ account, users: 1 }], scp: "none", rcp: "none" });

        const collected = await run(place, ["collect", "data", "--org"]);
        expect(collected.exit, collected.stderr).toBe(0);
        const file = readFileSync(
          join(place.work, "data", `organization-${Organization?.Id ?? ""}.json`),
          "utf8",
        );
        const { Parents, Attachments } = JSON.parse(file) as {
          Parents: Record<string, string>;
          Attachments: Record<string, readonly string[]>;
        };
        expect(Object.keys(Parents)).toHaveLength(2);
        for (const child of Object.keys(Parents)) expect(Attachments[child]).toEqual(expect.any(Array));
        const again = await run(place, [
          "who-can",
          "alias/app",
          "kms:Decrypt",
          "--iam-data",
          "data",
          "--json",
        ]);
        expect((JSON.parse(again.stdout) as { access: unknown }).access).toEqual(access);
      },
    );
  },
);
