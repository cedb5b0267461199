import type { KeyFacts } from "../../policy/key-facts.ts";
import { wordsOfKeys } from "../../policy/kms-words.ts";
import { nearest } from "../nearest.ts";
import type { KindName } from "./kinds.ts";
import { repairedArn } from "./repair-arn.ts";

/** A value that stands where it can never match. */
export interface Written {
  readonly text: string;
  /** The condition key in lower case. */
  readonly folded: string;
  readonly facts: KeyFacts;
  /** `*` and `?` are wildcards here. */
  readonly patterns: boolean;
}

/** Values that may have been meant, best first; whether they fit is for the caller to try. */
export const meantValues = (kind: KindName, written: Written): readonly string[] =>
  candidates[kind](written).filter((candidate) => candidate !== undefined);

type Candidates = (written: Written) => readonly (string | undefined)[];

const digitsIn = (text: string): string | undefined =>
  /(?:^|[:/])(\d{12})(?:[:/]|$)/.exec(text)?.[1] ?? text.replaceAll(/[\s-]/g, "");

const accountRepaired = (text: string): string =>
  text.replace(/(?<=:)(\d[\d -]{10,}\d)(?=:)/, (account) => account.replaceAll(/[ -]/g, ""));

const inPartition = (text: string, { partition }: KeyFacts): string =>
  partition === undefined ? text : text.replace(/^arn:[^:]*:/i, `arn:${partition}:`);

const arn: Candidates = ({ text, facts }) => {
  const whole = inPartition(accountRepaired(text.trim()), facts);
  return [whole, whole.replace(/^[^:]*:[^:]*:[^:]*:[^:]*:/, (start) => start.toLowerCase())];
};

const principalArn: Candidates = (written) => [
  // In a condition the ARN of an account means its root user alone.
  /^\d{12}$/.test(written.text) ? undefined : repairedArn(written.text, written.facts),
  ...arn(written),
];

const organizationIn = (text: string): string | undefined =>
  /o-[a-z0-9]{10,32}/.exec(text.toLowerCase())?.[0];

const organizationPath: Candidates = ({ text, patterns }) => {
  const from = /o-[a-z0-9]{10,32}.*/i.exec(text)?.[0];
  if (from === undefined) return [];
  const bare = from.replace(/\/+$/, "");
  return patterns ? [`${bare}/*`] : [`${bare}/`];
};

// Words that people know from other places (CloudTrail's userIdentity, the console, the API).
const otherNames: Readonly<Record<string, string>> = {
  ...{ role: "AssumedRole", root: "Account", iamuser: "User", federated: "FederatedUser" },
  ...{ kms: "AWS_KMS", cloudhsm: "AWS_CLOUDHSM", xks: "EXTERNAL_KEY_STORE" },
};

const word: Candidates = ({ text, folded }) => {
  const words = wordsOfKeys.get(folded) ?? [];
  const bare = text.trim().replace(/^kms:/i, "");
  const known = otherNames[bare.toLowerCase()];
  return [
    known !== undefined && words.includes(known) ? known : undefined,
    bare,
    words.find((each) => each.toLowerCase() === bare.toLowerCase().replaceAll("-", "_")),
    nearest(bare, words),
  ];
};

const candidates: Readonly<Record<KindName, Candidates>> = {
  account: ({ text }) => [digitsIn(text)],
  organization: ({ text }) => [organizationIn(text)],
  "organization-path": organizationPath,
  "principal-arn": principalArn,
  grantee: principalArn,
  arn,
  region: ({ text, facts }) => [
    facts.region,
    /^[a-z]{2,4}(-[a-z]+)+-\d/.exec(text.trim().toLowerCase())?.[0],
  ],
  service: ({ text }) => [text.trim().toLowerCase(), `${text.trim().toLowerCase()}.amazonaws.com`],
  via: () => [],
  vpc: ({ text }) => [text.trim().toLowerCase().split("/").at(-1)],
  endpoint: ({ text }) => [text.trim().toLowerCase().split("/").at(-1)],
  "user-id": ({ text }) => [text.trim()],
  "user-name": ({ text }) => [/[:/]user\/(?:.*\/)?([^/]+)$/.exec(text)?.[1]],
  digest: ({ text }) => [text.trim().replace(/^(?:sha-?384:|0x)/i, "")],
  word,
};
