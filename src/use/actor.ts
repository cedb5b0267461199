import type { JsonObject } from "../policy/json-value.ts";
import { objectField, textField } from "./fields.ts";
import type { Actor } from "./types.ts";

/**
 * Who made a request, by the element userIdentity of its record. A session counts as its role: `sessionContext.sessionIssuer` names
 * that, path included (AWS CloudTrail User Guide, "CloudTrail userIdentity element").
 */
export const actorOf = (identity: JsonObject | undefined): Actor => {
  const type = textField(identity, "type") ?? "none";
  const arn = textField(identity, "arn");
  const account = textField(identity, "accountId");
  const id = idIn(textField(identity, "principalId"));
  switch (type) {
    case "IAMUser":
    case "Role":
      return arn !== undefined && isPerson(arn) ? { word: arn, ...id } : { word: undefined, type };
    case "AssumedRole":
      return ofSession(identity, arn, id);
    case "Root":
      return account === undefined ? { word: undefined, type } : { word: `root-user:${account}` };
    case "FederatedUser":
      return ofFederated(identity, arn);
    case "AWSAccount":
      // The trail of the key's account is told no name of a caller from another one.
      return account !== undefined && /^\d{12}$/.test(account)
        ? { word: `account:${account}`, ...id }
        : { word: undefined, type };
    case "AWSService":
      return ofService(textField(identity, "invokedBy"));
    default:
      return { word: undefined, type };
  }
};

/** A name of a service as it stands in a policy: `s3.amazonaws.com`. */
const serviceName = /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+$/;

const ofService = (name: string | undefined): Actor =>
  name !== undefined && serviceName.test(name)
    ? { word: `service:${name}` }
    : { word: undefined, type: "AWSService" };

const ofSession = (identity: JsonObject | undefined, arn: string | undefined, id: { id?: string }): Actor => {
  const issuer = objectField(objectField(identity, "sessionContext"), "sessionIssuer");
  const role = textField(issuer, "arn");
  const told = idIn(textField(issuer, "principalId"));
  const session = arn !== undefined && sessionArn.test(arn) ? { session: arn } : {};
  if (role !== undefined && isPerson(role)) return { word: role, ...id, ...told, ...session };
  const [, start, account, name] = sessionArn.exec(arn ?? "") ?? [];
  // Without its issuer the role's path is not known; its name is, and that is unique in an account.
  if (start === undefined) return { word: undefined, type: "AssumedRole" };
  return { word: `${start}:iam::${account}:role/${name}`, ...id, ...session };
};

const ofFederated = (identity: JsonObject | undefined, arn: string | undefined): Actor => {
  const issuer = textField(objectField(objectField(identity, "sessionContext"), "sessionIssuer"), "arn");
  if (arn === undefined || !/^arn:[a-z-]+:sts::\d{12}:federated-user\/.+$/.test(arn))
    return { word: undefined, type: "FederatedUser" };
  return { word: arn, session: arn, ...(issuer !== undefined && isPerson(issuer) && { issuer }) };
};

const sessionArn = /^(arn:[a-z-]+):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/;

const isPerson = (arn: string): boolean => /^arn:[a-z-]+:iam::\d{12}:(?:user|role)\/.+$/.test(arn);

const idIn = (principalId: string | undefined): { readonly id?: string } => {
  const [, id] = /^(A(?:IDA|ROA)[A-Z0-9]+)(?::.*)?$/.exec(principalId ?? "") ?? [];
  return id === undefined ? {} : { id };
};
