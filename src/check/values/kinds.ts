import type { KeyFacts } from "../../policy/key-facts.ts";
import { wordsOfKeys } from "../../policy/kms-words.ts";
import { formOf, type FormName } from "../../policy/possible-values.ts";
import { shape, type Shape } from "../../policy/value-shape.ts";

/** What the values of a condition key look like, whatever the request. */
export interface ValueKind {
  readonly name: KindName;
  /** For people: "an account id of 12 digits". */
  readonly what: string;
  readonly shape: Shape;
}

export type KindName = FormName | "word";

const partitionWords = "aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f";
const organization = "o-[a-z0-9]{10,32}";
// Services that created grants for themselves stood there before they had a key of their own.
const service = "[a-z0-9-]+([.][a-z0-9-]+)+";
const name = "[A-Za-z0-9_+=,.@-]{1,64}";

const principalArn = (partition: string): string =>
  `arn:(${partition}):(iam::[0-9]{12}:(root|(user|role)/([!-~]+/)?(aws:)?${name})|sts::[0-9]{12}:(federated-user/${name}|assumed-role/${name}/${name}))`;

// Some resources have no Region or no account; an account of letters is AWS's own ("arn:aws:iam::aws:policy/…").
const anyArn = (partition: string): string =>
  `arn:(${partition}):[a-z0-9-]+:[a-z0-9-]*:([0-9]{12}|[a-z][a-z-]*)?:.+`;

type Source = string | ((partition: string) => string);

/**
 * What the kinds look like (IAM identifiers; IAM User Guide, "Global condition context keys"; Organizations API reference, Id patterns;
 * Amazon EC2 resource ids; KMS Developer Guide, attestation measurements of SHA-384).
 */
const looks: Readonly<Record<FormName, readonly [what: string, source: Source]>> = {
  account: ["an account id of 12 digits", "[0-9]{12}"],
  organization: ["an organization's id, o- and 10 to 32 letters and digits", organization],
  "organization-path": [
    "a path from the organization down, such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/",
    `${organization}/r-[a-z0-9]{4,32}/(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}/)*`,
  ],
  "principal-arn": ["the ARN of an account, user or role", principalArn],
  grantee: [
    "the ARN of an account, user, role or session",
    (partition) => `${principalArn(partition)}|${service}`,
  ],
  arn: ["a whole ARN, arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE", anyArn],
  region: ["the code of a Region", "[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}"],
  service: ["a service principal such as cloudformation.amazonaws.com", service],
  via: ["service.REGION.amazonaws.com", "[a-z0-9-]+[.][a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}[.]amazonaws[.]com"],
  vpc: ["the id of a VPC, vpc-…", "vpc-[a-z0-9]+"],
  endpoint: ["the id of a VPC endpoint, vpce-…", "vpce-[a-z0-9]+"],
  "user-id": [
    "a unique id, AIDA… of a user, AROA…:SESSION of a role, or 12 digits of an account",
    "(AIDA|AROA)[A-Z0-9]{4,124}(:.+)?|[0-9]{12}(:.+)?",
  ],
  "user-name": ["the name of a user, without a path", name],
  digest: ["a SHA-384 measurement of 96 hexadecimal digits", "[0-9a-fA-F]{96}"],
};

const known = new Map<string, ValueKind>();

/** The kind of a condition key's values, in the key's partition where that is known; undefined for keys that can have any. */
export const kindOf = (folded: string, { partition }: KeyFacts): ValueKind | undefined => {
  const words = wordsOfKeys.get(folded);
  const kind = words === undefined ? formOf(folded) : "word";
  if (kind === undefined) return undefined;
  const remembered = `${kind === "word" ? folded : kind} ${partition ?? ""}`;
  const found = known.get(remembered) ?? (kind === "word" ? ofWords(words ?? []) : ofKind(kind, partition));
  known.set(remembered, found);
  return found;
};

const ofWords = (words: readonly string[]): ValueKind => ({
  name: "word",
  what:
    words.length > 6
      ? `one of ${words.slice(0, 4).join(", ")} and ${words.length - 4} more`
      : `one of ${words.join(", ")}`,
  shape: shape(words.join("|")),
});

const ofKind = (kind: FormName, partition: string | undefined): ValueKind => {
  const [what, source] = looks[kind];
  const text = typeof source === "string" ? source : source(partition ?? partitionWords);
  return { name: kind, what, shape: shape(text) };
};
