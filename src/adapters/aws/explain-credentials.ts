import { AwsError, UsageError, type KmspolError } from "../../errors.ts";
import { shellWord } from "../../shell/shell-word.ts";
import type { AwsRequest } from "./aws-request.ts";
import type { SdkError } from "./sdk-error.ts";
import { type AwsSettings, chosenProfile } from "./settings.ts";

/** Failures of credentials, tokens, profile and Region: they come from the SDK's chain or from any service. */
export const explainCredentials = (
  error: SdkError,
  _request: AwsRequest,
  settings: AwsSettings,
): KmspolError | undefined => {
  const profile = chosenProfile(settings);
  const rule = rules.find(({ names, message }) => {
    const named = names === undefined || names.includes(error.name);
    return named && (message === undefined || message.test(error.message));
  });
  return rule?.say(profile, error, settings.environment);
};

interface Rule {
  /** Error names that it is for; absent: any. */
  readonly names?: readonly string[];
  readonly message?: RegExp;
  readonly say: (
    profile: string | undefined,
    error: SdkError,
    environment: AwsSettings["environment"],
  ) => KmspolError;
}

const chain = ["CredentialsProviderError", "TokenProviderError"];

const of = (profile: string | undefined): string => (profile === undefined ? "" : ` of profile ${profile}`);

const forProfile = (profile: string | undefined): string =>
  profile === undefined ? "" : ` for profile ${profile}`;

const login = (profile: string | undefined): string =>
  `aws sso login${profile === undefined ? "" : ` --profile ${shellWord(profile)}`}`;

/** The first rule that fits speaks. Names are those of KMS, STS and IAM for the same thing. */
const rules: readonly Rule[] = [
  {
    names: chain,
    message: /SSO|sso/,
    say: (profile) =>
      new AwsError("sso-expired", `the SSO session${of(profile)} has run out`, {
        hint: `run: ${login(profile)}`,
      }),
  },
  {
    names: chain,
    message: /multi-factor authentication/,
    say: (profile) =>
      new AwsError(
        "mfa-needed",
        `the credentials${of(profile)} need an MFA code, and nothing can be asked here`,
        {
          hint: "run it on a terminal, or put temporary credentials into the environment",
        },
      ),
  },
  {
    message: /^MultiFactorAuthentication failed/,
    say: (profile) =>
      new AwsError("mfa-refused", `AWS does not accept the MFA code${forProfile(profile)}`, {
        hint: "wait for the device's next code, and run the command again: a code is good for one sign-in",
      }),
  },
  {
    names: ["AccessDenied", "AccessDeniedException"],
    message: /perform: sts:AssumeRole/,
    say: (profile, { message }) =>
      new AwsError("access-denied", `the role${of(profile)} cannot be taken: ${shortened(message)}`, {
        hint: "the role's trust policy and your IAM policies must allow it; a trust policy may ask for an MFA code (mfa_serial)",
      }),
  },
  {
    names: chain,
    message: /expired|reauthenticate|re-authenticate/,
    say: (profile) => expired(profile),
  },
  {
    names: ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "RequestExpired"],
    say: (profile) => expired(profile),
  },
  {
    names: chain,
    say: (profile, error, environment) =>
      profile === undefined
        ? new AwsError("no-credentials", `no AWS credentials were found${halfOf(environment)}`, {
            hint: "set AWS_PROFILE or --profile, run aws configure or aws sso login, or try it on the sandbox: kmspol sandbox",
          })
        : new AwsError("no-credentials", `no credentials could be had${of(profile)}`, {
            hint: `look at the profile in the AWS config file (${shortened(error.message)}), or run: ${login(profile)}`,
          }),
  },
  {
    message: /^Region is missing/,
    say: () =>
      new AwsError("no-region", "no AWS Region is chosen", {
        hint: "give --region, set AWS_REGION, or name the key by its ARN",
      }),
  },
  {
    message: /^Region not accepted/,
    say: () =>
      new UsageError("bad-region", "that is no name of an AWS Region", { hint: "write it as in eu-west-1" }),
  },
  {
    names: ["InvalidSignatureException", "SignatureDoesNotMatch"],
    message: /Signature expired|Signature not yet current|is now (earlier|later)/,
    say: () => skewed(),
  },
  { names: ["RequestTimeTooSkewed", "RequestInTheFuture"], say: () => skewed() },
  {
    names: [
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "InvalidAccessKeyId",
      "InvalidSignatureException",
      "SignatureDoesNotMatch",
      "IncompleteSignature",
      "IncompleteSignatureException",
      "MissingAuthenticationToken",
      "MissingAuthenticationTokenException",
    ],
    say: (profile) =>
      new AwsError("invalid-credentials", `AWS does not accept the credentials${of(profile)}`, {
        hint: "check the access key, its secret and the session token; in an opt-in Region that is not enabled AWS says the same",
      }),
  },
];

/** Which half of an access key the environment has alone: as the other one was not exported, or is misspelt. */
const halfOf = (environment: AwsSettings["environment"]): string => {
  const halves = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  const [there, ...both] = halves.filter((name) => environment[name]);
  const missing = halves.find((name) => !environment[name]);
  return there === undefined || missing === undefined || both.length > 0
    ? ""
    : `: ${there} is set, and ${missing} is not`;
};

const expired = (profile: string | undefined): AwsError =>
  new AwsError("expired-credentials", `the AWS credentials${of(profile)} have expired`, {
    hint: `get fresh ones (for SSO: ${login(profile)}) and run the command again`,
  });

const skewed = (): AwsError =>
  new AwsError("clock-skew", "the clock of this machine is too far from that of AWS", {
    hint: "set the clock right and run the command again",
  });

/** The chain's words without the part that speaks to programmers. */
const shortened = (message: string): string => message.split("\n")[0]?.slice(0, 160) ?? "";
