import { homedir } from "node:os";
import { join } from "node:path";
import { CONFIG_PREFIX_SEPARATOR, loadSharedConfigFiles } from "@smithy/core/config";

/** One section: `key = value` by its key; an indented line below a `key =` without value as `key.inner`. */
export type Section = ReadonlyMap<string, string>;

/** The AWS configuration and credentials files (AWS CLI User Guide, "Configuration and credential file settings"). */
export interface ConfigFiles {
  readonly profiles: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
}

/**
 * Reads both files from where the environment says, as the SDK that signs with them does; what cannot be read is empty, and a section
 * without a setting is not there.
 */
export const readConfigFiles = async (
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ConfigFiles> => {
  const folder = join(homedir(), ".aws");
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: environment["AWS_CONFIG_FILE"] ?? join(folder, "config"),
    filepath: environment["AWS_SHARED_CREDENTIALS_FILE"] ?? join(folder, "credentials"),
    ignoreCache: true,
  });
  const profiles = new Map<string, Section>();
  const services = new Map<string, Section>();
  for (const [section, values] of [...Object.entries(configFile), ...Object.entries(credentialsFile)]) {
    const [kind, ...name] = section.split(CONFIG_PREFIX_SEPARATOR);
    if (kind === "services" && name.length > 0)
      services.set(name.join(CONFIG_PREFIX_SEPARATOR), asMap(values));
    else if (kind !== "sso-session")
      profiles.set(section, new Map([...(profiles.get(section) ?? []), ...asMap(values)]));
  }
  return { profiles, services };
};

const asMap = (values: Readonly<Record<string, string | undefined>>): Section =>
  new Map(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
