import { kmsActionNamed } from "../policy/kms-actions.ts";

/** What an AccessDenied message of KMS tells. Absent members are not in it. */
export interface Denial {
  /** ARN of the caller: a user, a session, a federated user, the root user. */
  readonly principal: string | undefined;
  /** The caller where it is an AWS service: its principal. */
  readonly service?: string;
  /** True for an operation on an alias, which has no policy. */
  readonly isAlias: boolean;
  /** `kms:Name`. */
  readonly action: string | undefined;
  /** Key or alias ARN. */
  readonly resource: string | undefined;
  readonly reason: DenialReason;
}

/** The layer that the message blames. `unsaid`: it blames none. */
export type DenialReason =
  | { readonly kind: "explicit-deny"; readonly layer: Layer | undefined }
  | { readonly kind: "no-allow"; readonly layer: Layer }
  | { readonly kind: "hidden" }
  | { readonly kind: "unsaid" };

export type Layer =
  | "resource-based"
  | "identity-based"
  | "permissions boundary"
  | "session"
  | "service control"
  | "resource control"
  | "VPC endpoint";

const layers: readonly (readonly [RegExp, Layer])[] = [
  [/resource-based/i, "resource-based"],
  [/identity-based/i, "identity-based"],
  [/permissions? boundar/i, "permissions boundary"],
  [/session polic/i, "session"],
  [/service control/i, "service control"],
  [/resource control/i, "resource control"],
  [/vpc endpoint/i, "VPC endpoint"],
];

/**
 * Reads the message of a KMS AccessDeniedException, whatever a tool put around it (IAM User Guide, "Troubleshoot access
 * denied error messages"). Undefined for a text that speaks of no KMS permission.
 */
export const readDenial = (message: string): Denial | undefined => {
  const text = message.slice(0, 20_000).replaceAll(/\s+/g, " ");
  const action =
    /(?:to perform:?|allows the|allow the) (kms:[A-Za-z]+)/.exec(text)?.[1] ?? calledOperation(text);
  const hidden = /does not exist in this region, or you are not allowed|ciphertext refers to a/i.test(text);
  const denied = /not authorized to perform|explicit deny|AccessDenied|access denied/i.test(text);
  if (!hidden && !(denied && action !== undefined)) return undefined;
  const service = /\bUser: ([a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?) is not authorized/.exec(
    text,
  )?.[1];
  const resource = /\barn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]+/.exec(text)?.[0];
  return {
    ...(service !== undefined && { service }),
    isAlias: /:alias\//.test(resource ?? "") && /Alias$/.test(action ?? ""),
    principal: /\barn:aws[a-z-]*:(?:iam|sts)::\d{12}:(?:(?:assumed-)?role\/aws:)?[\w+=,.@/-]*[\w+=@-]/.exec(
      text,
    )?.[0],
    action: action ?? (hidden ? "kms:Decrypt" : undefined),
    resource,
    reason: hidden ? { kind: "hidden" } : reasonOf(text),
  };
};

/** The AWS CLI and botocore name the operation in front of the message. */
const calledOperation = (text: string): string | undefined => {
  const operation = /when calling the ([A-Z][A-Za-z]+) operation/.exec(text)?.[1];
  if (operation === undefined || !(/kms/i.test(text) || isKmsAlone(operation))) return undefined;
  return operation === "ReEncrypt" ? "kms:ReEncryptFrom" : `kms:${operation}`;
};

// Names of operations that other services have as well.
const shared =
  /^(Tag|Untag|ListResourceTags|(Create|Update|Delete|List)Alias|CreateKey|DeleteKey|Sign$|Verify$|.*Grant)/;

/** True for an operation that is KMS's own by its name: AWS may leave the reason, and KMS's name, out of the message. */
const isKmsAlone = (operation: string): boolean =>
  !shared.test(operation) && (operation === "ReEncrypt" || kmsActionNamed(operation) !== undefined);

const reasonOf = (text: string): DenialReason => {
  const because = /(?:because|with an explicit deny)(.*)$/i.exec(text)?.[0] ?? "";
  const layer = layers.find(([pattern]) => pattern.test(because))?.[1];
  if (/does not exist in this Region/i.test(because)) return { kind: "hidden" };
  if (/explicit(ly)? den/i.test(because)) return { kind: "explicit-deny", layer };
  return layer === undefined ? { kind: "unsaid" } : { kind: "no-allow", layer };
};
