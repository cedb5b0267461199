import { type ErrorPage, page } from "./page.ts";

/** Files of what AWS said before (--iam-data): which of them kmspol does not take, and what to give instead. */
export const iamDataPages: Readonly<Record<string, ErrorPage>> = {
  "bad-iam-data": page(
    "A file given with --iam-data is no JSON, names no user, role or group with an ARN, or has an entry of which that cannot be read.",
    "Write it anew: aws iam get-account-authorization-details --output json > iam.json.",
  ),
  "bad-ceiling-policy": page(
    "The file given with --session-policy or --endpoint-policy is no policy.",
    "Give the JSON text with Version and Statement, as it was passed to AssumeRole or attached to the endpoint.",
  ),
  "bad-organization-data": page(
    "The organization file lacks Organization.Id or Organization.MasterAccountId, by which the accounts are placed, or a list of it is none.",
    "Put in what aws organizations describe-organization prints; PolicyTypes and Policies are lists, Parents and Attachments objects.",
  ),
  "live-needs-me": page(
    "With --live KMS itself is asked, and it answers for the caller alone, about a key.",
    "Write me for the principal: kmspol can KEY me ACTION --live; for somebody else leave --live out.",
  ),
  "no-endpoint": page(
    "The answer of describe-vpc-endpoints has no endpoint for KMS in the key's Region.",
    "Ask in the Region of the key; a call that takes no endpoint has no endpoint policy.",
  ),
  "several-endpoints": page(
    "There are several VPC endpoints for KMS, and which of them the call takes is not known.",
    "Name it: --context aws:SourceVpce=vpce-….",
  ),
  "foreign-file": page(
    "A file that kmspol collect would write is there already, and kmspol collect did not write it.",
    "Move it away, or name another folder.",
  ),
  "iam-data-cut": page(
    "A file given with --iam-data holds a part of the answer only, and what is left out might decide.",
    "Fetch it whole, without --max-items, --filter or --limit.",
  ),
  "iam-data-mixed": page(
    "One file given with --iam-data names principals of several accounts.",
    "Give one file for each account.",
  ),
  "iam-data-twice": page(
    "Two of the files given with --iam-data are about the same account or organization, and they might contradict each other.",
    "Give the newer one alone.",
  ),
  "unknown-iam-data": page(
    "A file given with --iam-data is JSON, but of no shape that kmspol knows.",
    "Give what aws iam get-account-authorization-details or aws kms list-grants printed, or the organization file.",
  ),
};
