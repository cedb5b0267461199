import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { AwsError } from "../../errors.ts";
import { type AwsSettings, chosenProfile } from "./settings.ts";

/**
 * Throws AwsError (`unknown-profile`) where a chosen profile stands in neither of the AWS files. The SDK would go on to
 * the next source of credentials, such as the machine's role, and so act as somebody else.
 */
export const requireProfile = async (settings: AwsSettings): Promise<void> => {
  const profile = chosenProfile(settings);
  if (profile === undefined) return;
  const names = await profileNames(settings.environment);
  if (names.has(profile)) return;
  const known = [...names].slice(0, 10).join(", ");
  throw new AwsError("unknown-profile", `there is no AWS profile ${profile}`, {
    hint: known === "" ? "make one with: aws configure --profile NAME" : `profiles that exist: ${known}`,
  });
};

const profileNames = async (environment: AwsSettings["environment"]): Promise<ReadonlySet<string>> => {
  const folder = join(homedir(), ".aws");
  const [config, credentials] = await Promise.all([
    readOrNothing(environment["AWS_CONFIG_FILE"] ?? join(folder, "config")),
    readOrNothing(environment["AWS_SHARED_CREDENTIALS_FILE"] ?? join(folder, "credentials")),
  ]);
  return new Set([...sections(config, true), ...sections(credentials, false)]);
};

/** Names of the sections: `[profile NAME]` and `[default]` in the config file, `[NAME]` in the credentials file. */
const sections = (text: string, isConfig: boolean): string[] =>
  [...text.matchAll(/^\s*\[\s*(?:(profile)\s+)?["']?([^\]"']+?)["']?\s*\]/gm)].flatMap(
    ([, prefix, name = ""]) => (!isConfig || prefix !== undefined || name === "default" ? [name] : []),
  );

const readOrNothing = (path: string): Promise<string> => readFile(path, "utf8").catch(() => "");
