/** A kind of caller that the policies treat alike, shown by one concrete caller. */
export interface Caller extends CallerNames {
  /** The principal word of those it stands for; for the unnamed of an account `account:ID (others)`. */
  readonly word: string;
  readonly kind: "principal" | "root" | "others" | "anyone" | "service" | "dead";
  /** The concrete caller: an ARN, a service's name, a unique id. */
  readonly example: string;
  /** The values of the condition keys that follow from the caller, by key in lower case; undefined: absent. */
  readonly keys: { get(key: string): readonly string[] | undefined };
  /** Its aws:userid, where that follows from who it is: a root user's is its account. */
  readonly userId?: string;
  /** What the organization tells of it, by key in lower case, where its organization is known. */
  readonly organization?: OrganizationFacts;
  /** It is of an account that does not own the key: what is allowed here needs a permission there, too. */
  readonly foreign: boolean;
  /** What an example has to say of the caller, where its name does not tell. */
  readonly context?: Readonly<Record<string, string>>;
  /** Set where this caller stands for more than one kind: there are too many to try each. */
  readonly open?: OpenCaller;
}

/** The values of a key (in lower case) that follow from the organization of an account; undefined where it is open. */
export type OrganizationFacts = (key: string) => readonly string[] | undefined;

/**
 * Which tests on a caller are left open, as conditions that may hold or not: those on its name alone, or on its account as well; of a
 * service those on its name.
 */
export interface OpenCaller {
  readonly to: "name" | "account" | "service";
  readonly doubt: string;
}

const isService = "aws:principalisawsservice";

/** An AWS service calling as itself: it has no ARN and no type. `region` is the key's. */
export const serviceCaller = (word: string, name: string, region: string | undefined): Caller => ({
  word,
  kind: "service",
  example: name,
  names: [`service:${name}`],
  account: undefined,
  service: true,
  dead: false,
  keys: keysOf({
    [isService]: ["true"],
    "aws:principalservicename": [name],
    "aws:principalservicenameslist": namesOfService(name, region),
  }),
  foreign: false,
});

// A service has a name of its own, and one in each Region where it calls as a Regional instance of itself: the list has both (IAM User
// Guide, "aws:PrincipalServiceNamesList").
const namesOfService = (name: string, region: string | undefined): readonly string[] => {
  const [service = "", place = "", ...domain] = name.split(".");
  if (/^[a-z]+(-[a-z]+)+-\d+$/.test(place)) return [name, [service, ...domain].join(".")];
  return region === undefined ? [name] : [name, [service, region, place, ...domain].join(".")];
};

/** How an entry that names nobody is told from others: a role's ARN under `Federated` is not that role. */
export const deadName = (type: string, value: string): string =>
  type === "AWS" ? value : `${type} ${value}`;

/** A unique id of a deleted principal, or text that is no principal: only the same text names it, or `AROA…` its `AROA…:session`. */
export const deadCaller = (text: string): Caller => ({
  word: text,
  kind: "dead",
  example: text,
  names: /^(AIDA|AROA)\w+:/.test(text) ? [text, text.split(":")[0] ?? text] : [text],
  account: undefined,
  service: false,
  dead: true,
  keys: keysOf({ [isService]: ["false"] }),
  foreign: false,
});

/** What an IAM caller is made of: `arn` is its `aws:PrincipalArn` (for a session its role's). */
export interface IamCaller {
  readonly word: string;
  readonly kind: Caller["kind"];
  readonly arn: string;
  readonly example?: string;
  readonly names: readonly string[];
  readonly own: (account: string) => boolean;
  readonly context?: Readonly<Record<string, string>>;
}

/** A caller that IAM knows, with what every request of its own carries. */
export const iamCaller = ({ word, kind, arn, example, names, own, context }: IamCaller): Caller => {
  const [, partition = "", , , account = ""] = arn.split(":");
  return {
    word,
    kind,
    example: example ?? arn,
    names,
    account: `${partition}:${account}`,
    service: false,
    dead: false,
    keys: { get: (key) => asList(valueOfKey(key, arn)) },
    foreign: !own(`${partition}:${account}`),
    ...(arn.endsWith(":root") && { userId: account }),
    ...(context === undefined ? {} : { context }),
  };
};

// Worked out when asked: a policy names many callers, and seldom has a condition on one.
const valueOfKey = (key: string, arn: string): string | undefined => {
  const [, , , , account = "", resource = ""] = arn.split(":");
  const type = resource === "root" ? "Account" : (types.get(resource.split("/")[0] ?? "") ?? "User");
  switch (key) {
    case isService:
      return "false";
    case "aws:principalarn":
      return arn;
    case "aws:principalaccount":
    case "kms:calleraccount":
      return account;
    case "aws:principaltype":
      return type;
    case "aws:username":
      return type === "User" ? resource.split("/").at(-1) : undefined;
    default:
      return undefined;
  }
};

const types = new Map([
  ["user", "User"],
  ["role", "AssumedRole"],
  ["federated-user", "FederatedUser"],
]);

const asList = (value: string | undefined): readonly string[] | undefined =>
  value === undefined ? undefined : [value];

const keysOf = (
  values: Readonly<Record<string, readonly string[] | undefined>>,
): ReadonlyMap<string, readonly string[] | undefined> => new Map(Object.entries(values));
/** What of a caller a statement can name. */

export interface CallerNames {
  /** Each of them names the caller; for a session its own ARN and its role's. */
  readonly names: readonly string[];
  /** `PARTITION:ACCOUNT`; undefined for AWS services and unique ids. */
  readonly account: string | undefined;
  readonly service: boolean;
  /** Only its own name can match it: a unique id, or text that is no principal. */
  readonly dead: boolean;
}
