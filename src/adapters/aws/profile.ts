import { AwsError } from "../../errors.ts";
import { type ConfigFiles, readConfigFiles, type Section } from "./config-files.ts";
import { type AwsSettings, chosenProfile } from "./settings.ts";

/** A profile of the AWS files, with the `[services …]` section that it names. */
export interface Profile {
  readonly values: Section;
  readonly services: Section;
}

/**
 * The profile that flag or environment chose, else `default`. Throws AwsError (`unknown-profile`) where a chosen profile
 * stands in neither of the AWS files: the SDK would go on to the next source of credentials, such as the machine's role,
 * and so act as somebody else. The same for a services section that is not there: requests would go elsewhere.
 */
export const readProfile = async (settings: AwsSettings): Promise<Profile> => {
  const files = await readConfigFiles(settings.environment);
  const chosen = chosenProfile(settings);
  const values = files.profiles.get(chosen ?? "default");
  if (chosen !== undefined && !values) throw unknownProfile(chosen, files);
  const name = values?.get("services");
  const services = name === undefined ? new Map<string, string>() : files.services.get(name);
  if (!services) throw unknownServices(name ?? "", chosen ?? "default");
  return { values: values ?? new Map<string, string>(), services };
};

/**
 * The profile that signs in: the one chosen, or where it takes a role with the credentials of another one, that one.
 * Undefined where none is chosen.
 */
export const signInProfile = async (settings: AwsSettings): Promise<string | undefined> => {
  const { profiles } = await readConfigFiles(settings.environment);
  let name = chosenProfile(settings);
  const seen = new Set<string>();
  for (;;) {
    const source = profiles.get(name ?? "default")?.get("source_profile");
    if (source === undefined || seen.has(source)) return name;
    seen.add(source);
    name = source;
  }
};

/** Whether somebody may be asked before there are credentials: for the code of an MFA device, or by a program that gives them. */
export const waitsForPeople = async (settings: AwsSettings): Promise<boolean> => {
  const { profiles } = await readConfigFiles(settings.environment);
  const seen = new Set<string>();
  for (let name = chosenProfile(settings) ?? "default"; !seen.has(name);) {
    seen.add(name);
    const values = profiles.get(name);
    if (values?.has("mfa_serial") || values?.has("credential_process")) return true;
    name = values?.get("source_profile") ?? name;
  }
  return false;
};

const unknownProfile = (profile: string, { profiles }: ConfigFiles): AwsError => {
  const known = [...profiles.keys()].slice(0, 10).join(", ");
  return new AwsError("unknown-profile", `there is no AWS profile ${profile}`, {
    hint: known === "" ? "make one with: aws configure --profile NAME" : `profiles that exist: ${known}`,
  });
};

const unknownServices = (name: string, profile: string): AwsError =>
  new AwsError(
    "unknown-profile",
    `the AWS profile ${profile} names a services section ${name}, which is not there`,
    {
      hint: `write [services ${name}] into the AWS configuration file, or take services = ${name} out`,
    },
  );
