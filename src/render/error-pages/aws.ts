import { page } from "./page.ts";

/** AWS or the network failed: exit code 5. */
export const awsPages = {
  "access-denied": page(
    "AWS does not let you do this.",
    "kmspol why explains the message and names the command that mends it.",
  ),
  "aws-error": page(
    "AWS answered with an error that kmspol does not know.",
    "The message is AWS's own; --debug shows the requests.",
  ),
  "aws-internal": page(
    "AWS failed inside, and went on failing.",
    "Run the command again in a while; nothing was lost.",
  ),
  "bad-answer": page(
    "The endpoint answered something that is no answer of AWS.",
    "Check --endpoint-url, proxies and the network.",
  ),
  "clock-skew": page("The clock of this machine is too far off.", "Set it right."),
  "endpoint-unknown": page(
    "The endpoint's name cannot be resolved.",
    "Check the Region, the endpoint URL and DNS.",
  ),
  "expired-credentials": page("The credentials ran out.", "Get new ones; for SSO: aws sso login."),
  "no-organization": page(
    "The account is in no organization.",
    "Nothing to mend: no SCP and no RCP bind it. Leave --org out.",
  ),
  "grants-left": page(
    "The policy is changed, and some grants of who was removed could not be revoked.",
    "Run the commands that the hint names, or the same command again: it revokes what is left.",
  ),
  "invalid-credentials": page(
    "AWS does not know the credentials.",
    "Check AWS_ACCESS_KEY_ID, the secret and the profile.",
  ),
  "invalid-state": page("The key is in a state that does not allow this.", "kmspol show tells its state."),
  "key-not-found": page(
    "There is no such key in this account and Region.",
    "kmspol list shows them; check --region and --profile.",
  ),
  "mfa-needed": page(
    "The profile asks for an MFA code, and there is no terminal to ask on.",
    "Run it on a terminal, or get a session first.",
  ),
  "mfa-refused": page(
    "AWS does not accept the MFA code.",
    "Wait for the device's next code, and run the command again: a code is good for one sign-in.",
  ),
  "no-credentials": page(
    "No credentials were found.",
    "Set AWS_PROFILE, run aws configure, or aws sso login.",
  ),
  "no-region": page("No Region is set.", "Give --region, or set AWS_REGION."),
  "not-found": page("AWS does not find it.", "Check the name, the Region and the account."),
  "put-unknown": page(
    "The answer to the put never came, and reading did not settle it.",
    "kmspol history TARGET looks again and says how it ended.",
  ),
  quota: page("A quota of AWS is used up.", "Wait, or ask AWS for a higher quota."),
  "sso-expired": page("The SSO session ran out.", "Run aws sso login with the same profile."),
  throttled: page("AWS went on refusing for too many requests.", "Run the command again in a while."),
  timeout: page("AWS did not answer in time.", "Check the network, proxies and VPC endpoints."),
  tls: page("The connection cannot be trusted.", "Check proxies and AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS."),
  "unknown-profile": page("There is no such profile.", "aws configure list-profiles lists them."),
  unreachable: page("The endpoint cannot be reached.", "Check the endpoint URL, the network and proxies."),
} as const;

/** The sandbox, and a fault of kmspol itself. */
export const ownPages = {
  "command-not-started": page(
    "The command after sandbox -- cannot be started.",
    "Check its name and the search path.",
  ),
  "port-unavailable": page(
    "The sandbox cannot listen on that port.",
    "Leave --port out: it takes a free one.",
  ),
  "unknown-key": page("The sandbox has no such key.", "Its banner lists the keys."),
  "sandbox-data-unreadable": page(
    "The file of --data does not hold the state of a sandbox.",
    "Name another file, or remove it.",
  ),
  "unknown-sandbox-identity": page("The sandbox has no such identity.", "Its banner lists users and roles."),
  "not-installed-whole": page(
    "A part of kmspol is not there. It loads most of its parts when they are first needed: it was updated or removed while it ran, or the installation ended half way.",
    "Run the command again; where it says the same, install kmspol again. A change says before it ends whether it was written: `kmspol history` tells.",
  ),
  "internal-error": page(
    "kmspol failed in a way that it should not.",
    "Report it with the command and --debug; nothing was lost.",
  ),
} as const;
