/** Findings of one code that are right for the same reason. */
export interface Verdict {
  readonly why: string;
  /** `012#2`: in the policy whose name begins with 012, in its statement 2 (from 0); `007`: of the whole document. */
  readonly at: string;
}

/**
 * Every finding of severity error or security on the policies that people published: each was read against the policy's text and
 * is right, for the reason beside it. A finding that appears or vanishes fails the test: read it, and write down why it is right, or mend the rule.
 */
export const verdicts: Readonly<Record<string, readonly Verdict[]>> = {
  "admin-wildcard-grants": [
    {
      why: "kms:* for everyone",
      at: "070#0 102#2 104#0 104#1 105#0 223#0",
    },
    {
      why: "kms:* for a service",
      at: "116#0 259#0",
    },
    {
      why: "the console's kms:Create* for administrators, whom a Deny may keep from writing the policy",
      at: "212#1",
    },
  ],
  "allow-not-action": [
    {
      why: "the account gets all but use, future actions included",
      at: "270#0 271#0",
    },
  ],
  "duplicate-json-key": [
    {
      why: "two members StringEquals in one Condition: parsers keep the last, and the other limit is lost",
      at: "212#5",
    },
  ],
  "forallvalues-allow": [
    {
      why: "kms:Encrypt never carries kms:GrantOperations, so the test always holds",
      at: "100#1 101#1",
    },
  ],
  "grant-unrestricted": [
    {
      why: "a user or role may create any grant",
      at: "025#0 026#0 027#0 028#0 038#0 050#1 140#0 164#1 220#5",
    },
    {
      why: "everyone of one account, whatever its IAM says, may create any grant",
      at: "099#1",
    },
    {
      why: "a service may create any grant",
      at: "148#2 164#2 165#2 166#1 212#10 212#12",
    },
    {
      why: "two users, named in a condition, may create any grant",
      at: "170#0 171#0 172#0",
    },
    {
      why: "everyone may create any grant",
      at: "227#0",
    },
  ],
  "ifexists-in-allow": [
    {
      why: "Decrypt without the topic in its encryption context passes too",
      at: "181#2 181#4 195#4 196#4",
    },
    {
      why: "a service's own call carries no kms:ViaService, so the test never limits",
      at: "195#1 196#1",
    },
  ],
  lockout: [
    {
      why: "a part of a policy, out of a guide or a test: no statement covers PutKeyPolicy",
      at: "007 025 026 027 028 035 036 037 038 040 041 042 043 044 051 053 054 058 068 069 091 092 093 094 095 096 097 136 137 139 140 141 144 145 146 147 149 150 156 157 158 162 224 228 229 232 234 274",
    },
    {
      why: "PutKeyPolicy for an empty Principal",
      at: "071",
    },
    {
      why: "the Deny spares users of an account with 11 digits, and so nobody",
      at: "167 168 169",
    },
    {
      why: "two Denies to be added to a policy",
      at: "281",
    },
  ],
  "malformed-principal-arn": [
    {
      why: "role/{role-name}, for the reader to fill in",
      at: "142#2 142#3 143#2 143#3",
    },
  ],
  "missing-principal": [
    {
      why: "a scanner's fixture with an empty Principal",
      at: "071#0",
    },
  ],
  "public-access": [
    {
      why: "everyone, without a condition",
      at: "070#0 098#1 102#2 104#0 104#1 105#0 223#0 227#0 229#0",
    },
  ],
  "reserved-role-path": [
    {
      why: "a role of IAM Identity Center without its path: no such role exists",
      at: "181#1",
    },
  ],
  "service-principal-unscoped": [
    {
      why: "no condition, for reading about the key",
      at: "007#1 012#4 019#4 020#5 021#5 022#5 048#2 113#2 151#2 212#4 213#2 214#2 215#2 216#2 225#2 275#2",
    },
    {
      why: "no condition, for use of the key",
      at: "010#0 015#0 016#0 018#1 019#1 019#2 020#1 020#2 021#1 021#2 022#1 022#2 029#1 033#1 040#0 041#0 042#0 043#0 044#0 072#1 073#1 078#1 079#1 081#1 082#1 083#1 084#1 087#1 088#1 090#1 090#2 114#1 114#2 115#1 134#2 146#0 146#1 148#2 150#0 152#1 164#2 165#2 166#1 192#3 194#10 207#1 208#1 216#7 217#1 217#2 218#1 220#3 220#4 221#3 221#4 237#1 256#2 256#3 263#1 265#1 266#1 267#1 268#1 272#3",
    },
    {
      why: "its conditions name no resource and no account of the source",
      at: "032#1 137#0 142#1 143#1 161#3 161#4 185#4 188#4 191#1 191#2 192#2 194#4 194#5 194#8 194#9 194#11 219#2",
    },
    {
      why: "no condition, for everything",
      at: "116#0 259#0",
    },
  ],
  "via-service-without-account": [
    {
      why: "everyone through S3; the bucket in the encryption context is the caller's word",
      at: "197#1 197#2",
    },
  ],
  "unknown-action": [
    {
      why: "kms:Describe and kms:List are no actions: a star is missing behind them",
      at: "024#1 236#1",
    },
  ],
};
