import { conditionKeyNamed } from "./condition-keys.ts";
import { kmsMeanings } from "./kms-meanings.generated.ts";

// In words of our own: IAM User Guide, "AWS global condition context keys", "Available keys for AWS OIDC federation", "Available keys for
// SAML-based AWS STS federation"; the guides of the services that give credentials (EC2, Glue, Lambda, Systems Manager, Identity Center).
const told: Readonly<Record<string, string>> = {
  "aws:AssumedRoot": "Whether the request is made in a root session of AssumeRoot.",
  "aws:CalledVia": "The services through which the request came, in the order of the calls.",
  "aws:CalledViaAWSMCP": "The AWS MCP server through which the request came.",
  "aws:CalledViaFirst": "The first service in the chain of calls.",
  "aws:CalledViaLast": "The last service in the chain of calls: the one that calls KMS.",
  "aws:ChatbotSourceArn": "The chat configuration in which the request was made.",
  "aws:CurrentTime": "When the request is made, as a date. Every request has it.",
  "aws:Ec2InstanceSourcePrivateIPv4":
    "The private address of the EC2 instance to which the credentials were given.",
  "aws:Ec2InstanceSourceVpc": "The VPC of the EC2 instance to which the credentials were given.",
  "aws:EpochTime": "When the request is made, in seconds since 1970. Every request has it.",
  "aws:FederatedProvider": "The identity provider that vouched for the user.",
  "aws:IsMcpServiceAction": "Whether the action is one of an AWS MCP server itself.",
  "aws:MultiFactorAuthAge": "Seconds since the user proved a second factor. Long-term credentials have none.",
  "aws:MultiFactorAuthPresent":
    "Whether a second factor was proved for these temporary credentials. Absent with long-term credentials: write BoolIfExists to mean those too.",
  "aws:PrincipalAccount": "The account of the caller. Every request has it, but for those of AWS services.",
  "aws:PrincipalArn":
    "The ARN of the caller: of a session, that of its role. Compared as text: it still fits a role that was deleted and made again.",
  "aws:PrincipalIsAWSService": "Whether an AWS service calls as itself, with its service principal.",
  "aws:PrincipalOrgID": "The organization of the caller's account. Absent where it is in none.",
  "aws:PrincipalOrgPaths": "The path of the caller's account in its organization: o-…/r-…/ou-…/.",
  "aws:PrincipalServiceName": "The service principal of the service that calls as itself.",
  "aws:PrincipalServiceNamesList": "All the service principals of the service that calls as itself.",
  "aws:PrincipalTag/*": "A tag of the caller: of the user, of the role, or of the session.",
  "aws:PrincipalType": "What the caller is: Account, User, FederatedUser, AssumedRole or Anonymous.",
  "aws:referer": "The page from which a browser came. Anybody can set it: it protects nothing.",
  "aws:RequestedRegion": "The Region that is called: for a key, its own.",
  "aws:ResourceAccount": "The account that owns the key.",
  "aws:ResourceOrgID": "The organization of the account that owns the key.",
  "aws:ResourceOrgPaths": "The path in its organization of the account that owns the key.",
  "aws:SecureTransport": "Whether the request came over TLS. KMS takes no other.",
  "aws:SourceAccount": "The account of the resource for which an AWS service calls as itself.",
  "aws:SourceArn": "The ARN of the resource for which an AWS service calls as itself.",
  "aws:SourceIdentity": "The name that was set when the role was assumed, and cannot be changed afterwards.",
  "aws:SourceIp":
    "The public address from which the request came. Absent where it came through a VPC endpoint, or from a service on somebody's behalf.",
  "aws:SourceOrgID":
    "The organization of the account of the resource for which an AWS service calls as itself.",
  "aws:SourceOrgPaths":
    "The path in its organization of the account for which an AWS service calls as itself.",
  "aws:SourceOwner": "The account of the resource for which a service calls; only Amazon SNS sets it.",
  "aws:SourceVpc": "The VPC from which the request came. Only requests through a VPC endpoint have it.",
  "aws:SourceVpcArn":
    "The ARN of the VPC from which the request came. Only requests through a VPC endpoint have it.",
  "aws:SourceVpce": "The VPC endpoint through which the request came.",
  "aws:TokenIssueTime": "When the temporary credentials were given. Long-term credentials have none.",
  "aws:UserAgent": "The program that calls, as it names itself. Anybody can set it: it protects nothing.",
  "aws:userid": "The unique id of the caller: AIDA…, AROA…:SESSION, or the account id of a root user.",
  "aws:username": "The name of the IAM user. Sessions of roles have none.",
  "aws:ViaAWSMCPService": "Whether the request came through an AWS MCP server.",
  "aws:ViaAWSService":
    "Whether an AWS service calls with the user's own credentials, or with a forward access session.",
  "aws:VpceAccount": "The account of the VPC endpoint through which the request came.",
  "aws:VpceOrgID": "The organization of the account of the VPC endpoint through which the request came.",
  "aws:VpceOrgPaths": "The path in its organization of the account of the VPC endpoint.",
  "aws:VpcSourceIp": "The private address from which the request came, through a VPC endpoint.",
  "ec2:RoleDelivery": "The version of the instance metadata service that gave the credentials: 1.0 or 2.0.",
  "ec2:SourceInstanceArn": "The EC2 instance to which the credentials were given.",
  "glue:CredentialIssuingService": "The service that gave the credentials of a Glue job.",
  "glue:RoleAssumedBy": "The service that assumed the role of a Glue job.",
  "identitystore:UserId": "The user of IAM Identity Center, by its id in the identity store.",
  "kms:RecipientAttestation:*":
    "A measurement in the attestation document of the Nitro enclave or NitroTPM instance that asks: ImageSha384, PCR0 to PCR31, NitroTPMPCR0 to NitroTPMPCR23.",
  "lambda:SourceFunctionArn": "The Lambda function whose credentials these are.",
  "ssm:SourceInstanceArn": "The managed node to which Systems Manager gave the credentials.",
  "accounts.google.com:aud": "The audience (azp) of the token from Google.",
  "accounts.google.com:oaud": "The audience (aud) of the token from Google.",
  "accounts.google.com:sub": "The user, as Google names it.",
  "cognito-identity.amazonaws.com:amr": "Whether the user of Amazon Cognito is authenticated, and by whom.",
  "cognito-identity.amazonaws.com:aud": "The identity pool of Amazon Cognito.",
  "cognito-identity.amazonaws.com:sub": "The identity in the pool of Amazon Cognito.",
  "graph.facebook.com:app_id": "The application to which Facebook gave the token.",
  "graph.facebook.com:id": "The user, as Facebook names it.",
  "saml:namequalifier": "Issuer, account and provider of the SAML assertion, as one hash.",
  "saml:sub": "The user, as the SAML assertion names it.",
  "saml:sub_type": "The kind of name in the SAML assertion: persistent or transient.",
  "sts:RoleSessionName": "The name of the session that is made when the role is assumed.",
  "sts:SourceIdentity": "The source identity that is set when the role is assumed.",
  "www.amazon.com:app_id": "The application to which Login with Amazon gave the token.",
  "www.amazon.com:user_id": "The user, as Login with Amazon names it.",
};

// Operations that the SDK has and the Service Authorization Reference lacks (KMS API reference).
const toldOfActions: Readonly<Record<string, string>> = {
  Decapsulate: "Recover the shared secret from what was encapsulated for an ML-KEM key.",
  Encapsulate: "Make a shared secret, and encapsulate it for an ML-KEM key.",
};

/** What a condition key asks of a request, in a sentence or two; undefined where the key is not known. */
export const meaningOfKey = (name: string): string | undefined => {
  const known = conditionKeyNamed(name.replace(/\*$/, "x"))?.name ?? name;
  return told[known] ?? kmsMeanings.conditionKeys[known];
};

/** What an action of KMS lets a caller do, in a sentence or two. `name` without `kms:`; undefined where it is not known. */
export const meaningOfAction = (name: string): string | undefined =>
  kmsMeanings.actions[name] ?? toldOfActions[name];
