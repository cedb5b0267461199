import type { Random } from "./random.ts";

/** Everything the sandbox knows. Times are milliseconds since 1970. Written by the operations, saved by `storage.ts`. */
export interface SandboxState {
  /** By account id. */
  readonly accounts: Map<string, Account>;
  /** By `ACCOUNT/REGION`: KMS is Regional. */
  readonly regions: Map<string, RegionStore>;
  /** By access key id. */
  readonly credentials: Map<string, Credential>;
  /** The organization that accounts are in; absent where there is none. */
  readonly organization?: Organization | undefined;
  /** Where new ids come from. */
  readonly random: Random;
  /** CloudTrail's event history of KMS, oldest first: the last ones. */
  readonly trail: TrailedEvent[];
}

/** An event as an account's trail has it. */
export interface TrailedEvent {
  readonly id: string;
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  readonly accessKeyId: string;
  /** Whom LookupEvents finds by Username: undefined where the trail is told no name. */
  readonly username: string | undefined;
  readonly identity: Readonly<Record<string, unknown>>;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** ARNs of keys. */
  readonly resources: readonly string[];
  /** Name of the error; undefined where it was done. */
  readonly error?: string | undefined;
  readonly message?: string | undefined;
  /** The same in the events of both accounts, where caller and key are of two. */
  readonly shared?: string;
}

export interface Account {
  readonly id: string;
  readonly users: Map<string, User>;
  readonly roles: Map<string, Role>;
  readonly groups: Map<string, Group>;
  /** Customer managed policies, by ARN. */
  readonly managed: Map<string, ManagedPolicy>;
}

/** A managed policy: of a customer, or one of AWS's own. */
export interface ManagedPolicy {
  readonly arn: string;
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  /** `ANPA…`. */
  readonly id: string;
  readonly created: number;
  /** By version id (`v1`), oldest first, as JSON texts. */
  readonly versions: Map<string, PolicyVersion>;
  /** Id of the version in force: neither the first nor the newest by need. */
  inForce: string;
}

export interface PolicyVersion {
  readonly text: string;
  readonly created: number;
}

/** The policy types of an organization that bear on a key. */
export type OrganizationPolicyType = "SERVICE_CONTROL_POLICY" | "RESOURCE_CONTROL_POLICY";

/** An organization with its tree of units and its policies. */
export interface Organization {
  readonly id: string;
  /** The management account: no policy of the organization binds it. */
  readonly management: string;
  /** `r-…`. */
  readonly root: string;
  /** Types that are switched on in the root; what is not, binds nobody. */
  readonly enabled: Set<OrganizationPolicyType>;
  /** Parent of each unit (`ou-…`) and account; the root has none. */
  readonly parents: Map<string, string>;
  /** By id. */
  readonly policies: Map<string, OrganizationPolicy>;
  /** Policy ids by what they are attached to: root, unit or account. */
  readonly attachments: Map<string, Set<string>>;
}

export interface OrganizationPolicy {
  readonly id: string;
  readonly name: string;
  readonly type: OrganizationPolicyType;
  readonly awsManaged: boolean;
  /** JSON text. */
  readonly text: string;
}

interface Entity {
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  /** `AIDA…`, `AROA…` or `AGPA…`: another one when the name is created anew. */
  readonly id: string;
  readonly created: number;
  /** Inline policies, by name, as JSON texts. */
  readonly policies: Map<string, string>;
  /** ARNs of the managed policies that are attached. */
  readonly attached: Set<string>;
}

export interface User extends Entity {
  readonly tags: Map<string, string>;
  /** ARN of the managed policy that is its permissions boundary. */
  boundary?: string | undefined;
}

export interface Role extends Entity {
  /** ARN of the managed policy that is its permissions boundary. */
  boundary?: string | undefined;
  /** When a session of it last called anything. */
  lastUsed?: { readonly at: number; readonly region: string } | undefined;
  readonly tags: Map<string, string>;
  readonly description: string;
  /** Trust policy, as a JSON text. */
  readonly trust: string;
  /** Longest session, in seconds. */
  readonly maxSession: number;
}

export interface Group extends Entity {
  /** Names of its users. */
  readonly members: Set<string>;
}

/** Who an access key stands for. A session belongs to the role of that id, not to a later namesake. */
export type Identity =
  | { readonly kind: "root"; readonly account: string }
  | { readonly kind: "user"; readonly account: string; readonly name: string }
  | {
      readonly kind: "session";
      readonly account: string;
      readonly role: string;
      readonly roleId: string;
      readonly session: string;
      readonly sessionPolicy?: string;
    };

export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly identity: Identity;
  readonly created: number;
  readonly sessionToken?: string;
  readonly expires?: number;
}

export interface RegionStore {
  readonly account: string;
  readonly region: string;
  readonly keys: Map<string, StoredKey>;
  readonly aliases: Map<string, Alias>;
}

export interface Alias {
  /** `alias/…`. */
  readonly name: string;
  /** Key id; the predefined aliases of AWS may have none yet. */
  readonly target?: string;
  readonly created: number;
  readonly updated: number;
}

/** The states the sandbox brings a key into; the others of KMS need imported material or other services. */
export type KeyState = "Enabled" | "Disabled" | "PendingDeletion" | "PendingImport";

export interface StoredKey {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly spec: string;
  readonly usage: string;
  readonly origin: string;
  readonly manager: "CUSTOMER" | "AWS";
  /** Regions of the related keys, the primary first; absent for a single-Region key. */
  readonly related?: readonly string[];
  readonly created: number;
  /** 32 bytes in base64, from which all keys that this key uses are derived. */
  readonly material: string;
  readonly tags: Map<string, string>;
  /** Newest last; older ones are kept as long as slow propagation may still show them. */
  policies: readonly StoredPolicy[];
  grants: readonly StoredGrant[];
  description: string;
  state: KeyState;
  deletion?: number | undefined;
  lastUse?: { readonly operation: string; readonly at: number };
}

/** A policy as KMS keeps it: principals of users and roles are kept by unique id beside the text. */
export interface StoredPolicy {
  readonly text: string;
  /** From a principal as it was put to the unique id it had then. */
  readonly ids: ReadonlyMap<string, string>;
  readonly written: number;
}

export interface StoredGrant {
  readonly id: string;
  readonly token: string;
  readonly name?: string;
  readonly grantee: string;
  readonly retiring?: string;
  /** `grantee` or `retiring` is an AWS service. */
  readonly service?: { readonly grantee: boolean; readonly retiring: boolean };
  readonly issuer: string;
  readonly operations: readonly string[];
  readonly constraints?: GrantConstraints;
  readonly created: number;
}

export interface GrantConstraints {
  readonly equals?: ReadonlyMap<string, string>;
  readonly subset?: ReadonlyMap<string, string>;
  /** The resource that a service acts for. */
  readonly source?: string;
}
