import { isPartition } from "./principal.ts";

/**
 * Which part of an ARN keeps it from naming an account, a user, a role or a session, in words that follow a colon; undefined where the
 * text is no ARN at all, or nothing is found. The parts are those of the IAM User Guide, "IAM identifiers".
 */
export const arnFault = (text: string): string | undefined => {
  if (!/^arn:/i.test(text)) return undefined;
  const [start = "", partition = "", service = "", region = "", account = "", ...rest] = text.split(":");
  if (start !== "arn") return `it begins with "${start}" instead of "arn"`;
  if (!isPartition(partition)) return `"${partition}" is no partition, such as aws`;
  if (service !== "iam" && service !== "sts")
    return `its service is "${service}", and people and roles are of iam`;
  if (/^[\d-]{6,}$/.test(region)) return `there must be two colons between ${service} and the account id`;
  if (region !== "") return `an ARN of ${service} has no Region, and this one has "${region}"`;
  return accountFault(account) ?? resourceFault(rest.join(":"), service);
};

const accountFault = (account: string): string | undefined => {
  if (/^\d{12}$/.test(account)) return undefined;
  if (account === "") return "its account id is missing";
  if (/^\d[\d-]*\d$/.test(account) && account.includes("-")) return `an account id has no dashes: ${account}`;
  if (!/^\d+$/.test(account)) return `"${account}" is no account id, which is 12 digits`;
  return `its account id ${account} has ${account.length} ${account.length === 1 ? "digit" : "digits"} instead of 12`;
};

const resourceFault = (resource: string, service: "iam" | "sts"): string | undefined => {
  if (resource.includes(":")) return `there is a colon too many in "${resource}"`;
  const [type = "", ...names] = resource.split("/");
  const types = service === "iam" ? ["root", "user", "role"] : ["assumed-role", "federated-user"];
  if (!types.includes(type)) return typeFault(type, types, service);
  if (type === "root") return names.length === 0 ? undefined : "nothing may stand behind root";
  const name = names.at(-1) ?? "";
  if (names.every((one) => one === "")) return `the name behind ${type}/ is missing`;
  if (type === "assumed-role" && (names[1] ?? "") === "")
    return `the session's name behind ${names[0] ?? ""}/ is missing`;
  if (name === "") return `there is a slash too many in "${resource}"`;
  if (service === "sts" && names.length > (type === "assumed-role" ? 2 : 1))
    return `an ARN of ${type === "assumed-role" ? "a session" : "a federated user"} has no path`;
  const odd = /[^\w+=,.@-]/u.exec(name)?.[0];
  if (odd !== undefined) return `${odd === " " ? "a blank" : `"${odd}"`} is no letter of a name`;
  if (name.length > 64) return `the name has ${name.length} letters, and 64 at most are allowed`;
  return names.includes("") ? `there is a slash too many in "${resource}"` : undefined;
};

const typeFault = (type: string, types: readonly string[], service: "iam" | "sts"): string => {
  if (service === "sts" && /^(?:root|user|role)$/.test(type))
    return `its service is "sts", and "${type}" is of iam`;
  if (service === "iam" && type === "assumed-role") return `its service is "iam", and sessions are of sts`;
  const [first = "", ...others] = [...types].reverse();
  const known = `${others.reverse().join(", ")} or ${first}`;
  if (type === "") return `what it names is missing: ${known}`;
  const meant = types.find((one) => one === type.toLowerCase().replace(/s$/, ""));
  return meant === undefined ? `it names no ${known} but "${type}"` : `"${type}" is written "${meant}"`;
};
