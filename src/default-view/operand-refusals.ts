import { UsageError } from "../errors.ts";
import { next, type Sentence, sentence } from "../next-command.ts";
import { arnFault } from "../policy/arn-fault.ts";
import { parsePrincipal, type Principal } from "../policy/principal.ts";
import { repairedArn } from "../check/values/repair-arn.ts";

/** Throws UsageError: why the text names no principal that a verb can add or remove, and what to do instead. */
export const refuseMalformed = (text: string, principal: Principal, to: "add" | "remove"): never => {
  const [code, message, hint] = reason(text, principal);
  throw new UsageError(code, message, {
    hint: to === "remove" ? (removal(code, text) ?? hint) : hint,
  });
};

/** What to do instead of removing what cannot be an operand; undefined where the advice is the same as for adding. */
const removal = (code: string, text: string): Sentence | undefined => {
  if (code === "group-principal")
    return "name its users one by one; what the group has through IAM is taken back in IAM";
  return isService(text) ? sentence`take its statement out by hand: ${next("edit")}` : undefined;
};

const isService = (text: string): boolean => /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text);

type Reason = readonly [code: string, message: string, hint: Sentence];

const forms = "write user/NAME, role/NAME, sso/NAME, an ARN of a user or role, or a 12-digit account id";

const reason = (text: string, principal: Principal): Reason => {
  switch (principal.kind) {
    case "everyone":
      return ["wildcard-in-principal", "a verb never names everyone (*)", forms];
    case "service":
      return service(text);
    case "unique-id":
      return uniqueId(text, principal.of);
    case "federated-user":
      return [
        "session-principal",
        `${text} is a federated session, which ends`,
        "name the IAM user whose keys made it, or the role that people assume",
      ];
    case "malformed":
      return malformed(text, principal.because);
    default:
      return ["malformed-principal-arn", `${text} names no principal that a verb can add`, forms];
  }
};

const uniqueId = (text: string, of: "user" | "role"): Reason => [
  "deleted-principal",
  `${text} is the unique id of a ${of}, most likely a deleted one`,
  sentence`name the ${of} by its ARN; ${next("prune")} takes dead ids out`,
];

const malformed = (text: string, because: Extract<Principal, { kind: "malformed" }>["because"]): Reason => {
  if (because === "group-principal" || /^group\//.test(text)) return group(text);
  if (isService(text)) return service(text);
  if (/:instance-profile\/|^instance-profile\//.test(text)) {
    return ["iam-only-arn", `${text} is an instance profile, which makes no requests`, "name its role"];
  }
  if (because === "iam-only-arn" || /(^|:)policy\//.test(text)) {
    return ["iam-only-arn", `${text} is no identity that makes requests`, forms];
  }
  if (because === "wildcard-in-principal") {
    return [
      because,
      `a principal holds no wildcard: ${text}`,
      "name each user or role, or the whole account",
    ];
  }
  const fault = arnFault(text);
  if (fault !== undefined) return [because, `${text} names no principal: ${fault}`, arnMeant(text)];
  if (because === "invalid-account-id") {
    return [because, `${text} names no account: an account id is 12 digits`, accountMeant(text)];
  }
  return /^[\w+=,.@-]+$/.test(text)
    ? [
        "malformed-principal-arn",
        `${text} is a user or a role, and which is not said`,
        `write user/${text} or role/${text}`,
      ]
    : ["malformed-principal-arn", `${text === "" ? "an empty text" : text} names no principal`, forms];
};

/** The ARN that the text was meant to be, where that is sure; an account of other than 12 digits is not. */
const arnMeant = (text: string): string => {
  const meant = /assumed-role(?:\/[^/]+){3}/.test(text) ? undefined : repairedArn(text, {});
  return meant !== undefined && parsePrincipal("AWS", meant).kind !== "malformed"
    ? `did you mean ${meant}?`
    : `correct that, or ${forms}`;
};

const accountMeant = (text: string): string => {
  if (!/^[\d-]+$/.test(text)) return forms;
  const digits = text.replaceAll("-", "");
  if (digits.length === 12) return `write ${digits}`;
  return `write all 12 digits; add-user and add-admin take a user or role of that name as user/${text} or role/${text}`;
};

const service = (text: string): Reason => [
  "malformed-principal-arn",
  `${text} is an AWS service`,
  sentence`${next("grant-service", [text], { "--source-account": "ID" })} lets it use the key`,
];

const group = (text: string): Reason => {
  const name = text.split("/").at(-1) ?? text;
  const command = (way: "--expand" | "--via-iam") => next("add-group", [name], { [way]: true });
  return [
    "group-principal",
    `${text} is an IAM group, and a group is never a principal`,
    sentence`${command("--expand")} adds its users one by one; ${command("--via-iam")} gives the group an IAM policy`,
  ];
};
