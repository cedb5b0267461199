// IAM User Guide, "Available keys for AWS OIDC federation", "Available keys for SAML-based AWS STS federation"; the services' guides.
const prefixes =
  /^(?:cognito-identity\.amazonaws\.com|accounts\.google\.com|graph\.facebook\.com|www\.amazon\.com|saml|sts|identitystore|lambda|ec2|ssm|glue|eks|codebuild|vpce):/i;

/** A provider is named by its host, and a path where it has one: `oidc.eks.REGION.amazonaws.com/id/X:sub`. */
const ofProvider = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[^\s:]*)?:[\w-]+$/i;

/** Whether a condition key may come with the credentials of a session: what a provider said of the user, or the service that gave them. */
export const isSessionKey = (key: string): boolean => prefixes.test(key) || ofProvider.test(key);
