import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** One section: `key = value` by its key; an indented line below a `key =` without value as `key.inner`. */
export type Section = ReadonlyMap<string, string>;

/** The AWS configuration and credentials files (AWS CLI User Guide, "Configuration and credential file settings"). */
export interface ConfigFiles {
  readonly profiles: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
}

/** Reads both files from where the environment says; what cannot be read is empty. */
export const readConfigFiles = async (
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ConfigFiles> => {
  const folder = join(homedir(), ".aws");
  const [config, credentials] = await Promise.all([
    readOrNothing(environment["AWS_CONFIG_FILE"] ?? join(folder, "config")),
    readOrNothing(environment["AWS_SHARED_CREDENTIALS_FILE"] ?? join(folder, "credentials")),
  ]);
  const [inConfig, inCredentials] = [parseSections(config), parseSections(credentials)];
  const profiles = new Map<string, Map<string, string>>();
  const services = new Map<string, Section>();
  for (const { kind, name, values } of inConfig) {
    if (kind === "profile" || (kind === undefined && name === "default")) add(profiles, name, values);
    if (kind === "services") services.set(name, values);
  }
  for (const { kind, name, values } of inCredentials) {
    if (kind === undefined) add(profiles, name, values);
  }
  return { profiles, services };
};

const add = (profiles: Map<string, Map<string, string>>, name: string, values: Section): void =>
  void profiles.set(name, new Map([...(profiles.get(name) ?? []), ...values]));

const readOrNothing = (path: string): Promise<string> =>
  readFile(path.replace(/^~(?=\/)/, homedir()), "utf8").catch(() => "");

interface NamedSection {
  /** `profile`, `services`, `sso-session`; absent for `[default]`, and for every profile of the credentials file. */
  readonly kind: string | undefined;
  readonly name: string;
  readonly values: Map<string, string>;
}

const head = /^\s*\[\s*(?:(profile|services|sso-session)\s+)?["']?([^\]"']+?)["']?\s*\]/;
const setting = /^(\s*)([^=\s][^=]*?)\s*=\s*(.*?)\s*$/;

const parseSections = (text: string): readonly NamedSection[] => {
  const sections: NamedSection[] = [];
  let outer: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const plain = line.replace(/(^|\s)[#;].*$/, "");
    const [, kind, name] = head.exec(plain) ?? [];
    if (name !== undefined) {
      sections.push({ kind, name, values: new Map() });
      outer = undefined;
      continue;
    }
    const [, indent, key, value] = setting.exec(plain) ?? [];
    if (key === undefined || value === undefined) continue;
    if (indent === "") outer = value === "" ? key : undefined;
    if (value !== "") sections.at(-1)?.values.set(outer === undefined ? key : `${outer}.${key}`, value);
  }
  return sections;
};
