import type { KeyFacts } from "../policy/key-facts.ts";
import { openPartition } from "../policy/open-partition.ts";
import { asUsualPartition } from "../policy/symbols.ts";
import type { Dialect, PolicyFormat } from "../policy/syntax.ts";

/** A document that holds key policies. */
export interface Container {
  /** `a Terraform plan`. */
  readonly kind: string;
  readonly keys: readonly ContainedKey[];
  /** Why no policy in it can be changed in place. */
  readonly readOnly?: ReadOnly;
  /** Its policies are the steps of one key, one after the other, not several keys. */
  readonly steps?: true;
  /** The keys of other files that are read as one with it: an edit must leave their access as it is. */
  readonly others?: () => readonly ContainedKey[];
  /** Names that were given a value and that it does not have, and those that it has. */
  readonly unusedNames?: { readonly given: readonly string[]; readonly has: readonly string[] };
  /** Values that were given and that it does not take, each in a sentence. */
  readonly badValues?: readonly string[];
  /** Why whoever takes the document may not take it: it is read all the same. */
  readonly doubt?: string;
  /** Why it cannot be read, and where. */
  readonly fault?: { readonly message: string; readonly at: number };
}

/** Why a policy cannot be changed where it stands, and the way round. */
export interface ReadOnly {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** One key of a document. */
export interface ContainedKey {
  /** The name behind `FILE#`, as the document has it. */
  readonly selector: string;
  /** Its whole name in the document, where the selector is not that: `Resources.AppKey`. */
  readonly fullName?: string;
  /** Other names by which it is found. */
  readonly names?: readonly string[];
  /** The document is this policy and nothing else: it is named without a `#`. */
  readonly isWhole?: true;
  /** What the document tells of the key. */
  readonly facts: KeyFacts;
  readonly policy: Contained;
  /** A plan: what stands before; what will become of the key. */
  readonly before?: Contained;
  /** The same facts as they are before. */
  readonly beforeFacts?: KeyFacts;
  readonly fate?: Fate;
  /** The key stays in the account where the document lets it go. */
  readonly retained?: boolean;
  /** Another resource that puts a policy on the same key: what is said of it, and where. */
  readonly rival?: { readonly message: string; readonly at: number };
  /** What the document says of a name that it leaves open: where two documents say otherwise, the name is not the same. */
  readonly definitionOf?: (name: string) => string;
  /** What is to be read beside an answer about it. */
  readonly notes?: readonly string[];
}

/** What a plan does with a key. */
export interface Fate {
  readonly change: "changed" | "added" | "removed" | "replaced" | "moved" | "same";
  /** `by key_usage`, `from aws_kms_key.old`. */
  readonly because?: string;
}

/** The policy of a key, as far as the document tells it. */
export type Contained =
  | PolicyText
  /** No key yet, or no longer. */
  | { readonly state: "none" }
  | Unknown;

/** A policy with its text. */
export interface PolicyText {
  readonly state: "policy";
  /** The policy alone. */
  readonly text: string;
  readonly format: PolicyFormat;
  readonly dialect?: Dialect;
  /** The document gives none: it is what KMS puts then. */
  readonly isDefault?: true;
  /** Known in part, from where. */
  readonly from?: string;
  /** Where a place of the policy's text is in the document's. */
  readonly placeOf: (offset: number) => number;
  /** Where a part of the policy is, by its JSON Pointer, where its text is not that of the document. */
  readonly placeAt?: (pointer: string) => number | undefined;
  /** The document with another text of this policy; absent where that cannot be written. */
  readonly put?: (text: string) => string;
  /** Why this one cannot be changed in place. */
  readonly readOnly?: ReadOnly;
}

/** A policy that cannot be read from the document. */
export interface Unknown {
  readonly state: "unknown";
  readonly code: "policy-unknown" | "policy-opaque" | "policy-elsewhere";
  readonly message: string;
  /** Where in the document. */
  readonly at: number;
  readonly dependsOn: readonly string[];
}

/** The policy that KMS gives a key for which none is given (AWS KMS Developer Guide, "Default key policy"); `partition` undefined: the deployment's. */
export const defaultPolicy = (
  account: string,
  partition: string | undefined,
  at: number | (() => number),
): PolicyText => ({
  state: "policy",
  isDefault: true,
  format: "json",
  placeOf: typeof at === "number" ? () => at : at,
  text: JSON.stringify({
    Version: "2012-10-17",
    Id: "key-default-1",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: {
          AWS: asUsualPartition(`arn:${partition ?? openPartition("aws")}:iam::${account}:root`),
        },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  }),
  readOnly: {
    code: "no-policy-to-edit",
    message: "the document gives this key no policy: KMS puts its default one",
    hint: "write a policy for it first: kmspol get prints the default one",
  },
});
