/** What people put where another condition key is meant, and which. */
const others: readonly (readonly [key: RegExp, value: RegExp, hint: string])[] = [
  [/account$/, /^o-/, "an organization is tested by aws:PrincipalOrgID"],
  [
    /account$/,
    /^arn:/,
    "write the 12 digits of the account; an ARN is tested by aws:PrincipalArn or aws:SourceArn",
  ],
  [
    /orgid$/,
    /^(?:ou-|r-)|\/ou-/,
    "units are tested by ForAnyValue:StringLike on aws:PrincipalOrgPaths, from the organization down: o-…/r-…/ou-…/*",
  ],
  [/orgid$/, /^\d{12}$/, "an account is tested by aws:PrincipalAccount"],
  [/orgpaths$/, /^(?:ou-|r-)/, "write the path from the organization down: o-…/r-…/ou-…/*"],
  [/principalarn$/, /^\d{12}$/, "an account is tested by aws:PrincipalAccount"],
  [/principalarn$/, /^(?:AIDA|AROA)/, "a unique id is tested by aws:userid"],
  [/principalarn$/, /:group\//, "no request tells the groups of its caller: name the users or a role"],
  [
    /principalarn$/,
    /AWSReservedSSO_/,
    "write the whole path, …:role/aws-reserved/sso.amazonaws.com/REGION/AWSReservedSSO_…, or ArnLike with * for the Region",
  ],
  [/sourcearn$/, /^\d{12}$/, "an account is tested by aws:SourceAccount"],
  [/sourcevpc$/, /^vpce-/, "an endpoint is tested by aws:SourceVpce"],
  [/sourcevpce$/, /^vpc-/, "a VPC is tested by aws:SourceVpc"],
  [/userid$/, /^arn:/, "an ARN is tested by aws:PrincipalArn; a unique id begins with AIDA or AROA"],
  [
    /userid$/,
    /^[^:]*$/,
    "a unique id begins with AIDA (a user) or AROA (a role, with :SESSION behind it); names are tested by aws:PrincipalArn",
  ],
  [/username$/, /^arn:|\//, "write the name alone, or test aws:PrincipalArn"],
];

/** The hint where the value is one of another condition key; undefined where it is of none that we know. */
export const otherKeyFor = (folded: string, value: string): string | undefined =>
  others.find(([key, values]) => key.test(folded) && values.test(value))?.[2];
