import type { Clock } from "../../ports.ts";
import type { Credentials } from "./client-options.ts";
import type { Patience } from "./patience.ts";

export const services = ["kms", "sts", "iam", "cloudtrail", "organizations"] as const;
export type AwsService = (typeof services)[number];

/** The services as people call them. */
export const serviceNames: Readonly<Record<AwsService, string>> = {
  kms: "KMS",
  sts: "STS",
  iam: "IAM",
  cloudtrail: "CloudTrail",
  organizations: "Organizations",
};

/** How to reach AWS: what flags and environment say, and the ways out that the adapters need. */
export interface AwsSettings {
  /** `--profile`; without it the environment decides, as for every AWS tool. */
  readonly profile: string | undefined;
  /** `--region`. */
  readonly region: string | undefined;
  /** `--endpoint-url`. */
  readonly endpointUrl: string | undefined;
  /** Those of a role that was assumed; absent: those that the rest leads to. */
  readonly credentials?: (() => Promise<Credentials>) | undefined;
  /** Who runs the program on this machine. */
  readonly user?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Asks for the code of an MFA device (its serial number or ARN). Absent where nothing may be asked. */
  readonly mfaCode?: ((serial: string) => Promise<string>) | undefined;
  /** How long is waited; absent: as the contract says. */
  readonly patience?: Patience | undefined;
  /** Ends what is under way, and every further try. */
  readonly stop?: AbortSignal | undefined;
  /** Says on standard error what could not be read, where the work goes on without it. */
  readonly note?: ((text: string) => void) | undefined;
  /** Is told the service that a request goes to; the returned function, that the request has ended. */
  readonly asks?: ((service: string) => () => void) | undefined;
  /** Takes one line a request, for `--debug`. */
  readonly debug?: ((line: string) => void) | undefined;
}

/** The settings for a target: the Region of an ARN wins over `--region` and the environment. */
export const settingsFor = (settings: AwsSettings, reference: string): AwsSettings => {
  const region = regionOfArn(reference);
  return region === undefined ? settings : { ...settings, region };
};

/** The Region that a KMS ARN names, else undefined. */
export const regionOfArn = (reference: string): string | undefined =>
  /^arn:[^:]+:kms:([a-z0-9-]+):/.exec(reference)?.[1];

/** The Region chosen by flag or environment. Undefined leaves it to the profile. `AWS_DEFAULT_REGION` is ours to read. */
export const chosenRegion = ({ region, environment }: AwsSettings): string | undefined =>
  filled(region) ?? filled(environment["AWS_REGION"]) ?? filled(environment["AWS_DEFAULT_REGION"]);

/** The profile chosen by flag or environment, else undefined. */
export const chosenProfile = ({ profile, environment }: AwsSettings): string | undefined =>
  filled(profile) ?? filled(environment["AWS_PROFILE"]);

const filled = (value: string | undefined): string | undefined => (value === "" ? undefined : value);
