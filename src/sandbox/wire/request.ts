export type Service = "kms" | "iam" | "sts" | "organizations" | "cloudtrail";

/** KMS, Organizations and CloudTrail speak AWS JSON 1.1, IAM and STS the Query protocol. */
export const speaksJson = (service: Service): boolean => service !== "iam" && service !== "sts";

/** One request as it came over the wire, whatever the protocol; nothing in it is checked yet. */
export interface WireRequest {
  readonly service: Service;
  /** `GetKeyPolicy`. */
  readonly operation: string;
  /** From the credential scope of the signature; the Region whose keys are meant. */
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly sessionToken: string | undefined;
  /** When it was signed, in milliseconds since 1970. */
  readonly signedAt: number | undefined;
  readonly input: Input;
}

/**
 * The parameters, by name. KMS: the values of the JSON body. IAM and STS: texts under the flattened names of the
 * Query protocol (`Tags.member.1.Key`). A Map, so that no name can meet JavaScript's own.
 */
export type Input = ReadonlyMap<string, unknown>;

/** The answer's members, before they are written as JSON or XML. A Date becomes what the protocol calls a timestamp. */
export type Output = Readonly<Record<string, OutputValue>>;

export type OutputValue =
  | string
  | number
  | boolean
  | Date
  | undefined
  | readonly OutputValue[]
  | { readonly [name: string]: OutputValue };
