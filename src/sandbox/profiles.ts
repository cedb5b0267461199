import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "./sandbox.ts";
import { mainAccount } from "./seed/accounts.ts";

/**
 * Writes an AWS configuration and a credentials file with every identity of the sandbox as a profile, so that
 * `--profile partner` works. Returns the environment that leads to the two files.
 */
export const writeProfiles = async (sandbox: Sandbox, folder: string): Promise<Record<string, string>> => {
  const [config, credentials] = [join(folder, "config"), join(folder, "credentials")];
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(config, configText(sandbox), { mode: 0o600 });
  await writeFile(credentials, credentialsText(sandbox), { mode: 0o600 });
  return { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials };
};

/** A profile whose credentials come from AssumeRole, beside those that have theirs in the file. */
const assumed = {
  name: "admin-role",
  lines: [`role_arn = arn:aws:iam::${mainAccount}:role/Admin`, "source_profile = default"],
};

const configText = ({ credentials, region, url }: Sandbox): string => {
  const place = [`region = ${region}`, `endpoint_url = ${url}`];
  const profiles = credentials.map(({ name }) =>
    section(name === "default" ? name : `profile ${name}`, place),
  );
  return [...profiles, section(`profile ${assumed.name}`, [...assumed.lines, ...place])].join("\n");
};

const credentialsText = ({ credentials }: Sandbox): string =>
  credentials
    .map(({ name, accessKeyId, secretAccessKey, sessionToken }) => {
      const token = sessionToken === undefined ? [] : [`aws_session_token = ${sessionToken}`];
      return section(name, [
        `aws_access_key_id = ${accessKeyId}`,
        `aws_secret_access_key = ${secretAccessKey}`,
        ...token,
      ]);
    })
    .join("\n");

const section = (name: string, lines: readonly string[]): string => `[${name}]\n${lines.join("\n")}\n`;
