// Small documents with a key, each with one thing that is easily got wrong.

/** A template in YAML: a key with the delegation and one more statement, a role, a condition, and a parameter. */
export const template = (
  principal: string,
  condition?: string,
  parameter = "Stage",
  type = "String",
  standard?: string,
): string => `AWSTemplateFormatVersion: "2010-09-09"
Parameters:
  ${parameter}:
    Type: ${type}
${standard === undefined ? "" : `    Default: ${standard}\n`}Conditions:
  IsLive: !Equals [!Ref ${parameter}, live]
Resources:
  App:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: {} }
  AppKey:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { AWS: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          - Effect: Allow
            Principal: ${principal}
            Action: kms:Decrypt
            Resource: "*"
${condition === undefined ? "" : `            Condition: { ${condition} }\n`}`;

const policy = {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/App" },
      Action: "kms:Decrypt",
      Resource: "*",
    },
    {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::444455556666:root" },
      Action: "kms:Encrypt",
      Resource: "*",
    },
  ],
};

/** A template in JSON, with something behind its last members. */
export const jsonTemplate = (behind: string): string =>
  `{ "AWSTemplateFormatVersion": "2010-09-09", "Resources": { "AppKey": { "Type": "AWS::KMS::Key", "Properties": { "KeyPolicy": ${JSON.stringify(policy)}${behind} } } } }`;

/** A folder of Terraform: own names, names of another provider, a data document. */
export const terraform = `data "aws_caller_identity" "own" {}
data "aws_caller_identity" "far" {
  provider = aws.far
}
resource "aws_iam_role" "far" {
  provider = aws.far
  name     = "far"
}
data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::\${data.aws_caller_identity.own.account_id}:root", "arn:aws:iam::\${data.aws_caller_identity.far.account_id}:root"]
    }
  }
  statement {
    actions   = ["kms:Encrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.far.arn]
    }
  }
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "kms:EncryptionContext:who"
      values   = ["one"]
    }
    condition {
      test     = "StringEquals"
      variable = "kms:EncryptionContext:who"
      values   = ["two"]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:PrincipalArn"
      values   = ["arn:aws:iam::*:user/&{aws:username}"]
    }
  }
}
resource "aws_kms_key" "a" {
  policy = data.aws_iam_policy_document.a.json
}
`;

/** A plan on one line, with one key. */
export const plan = (...actions: readonly string[]): string => {
  const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const side = { arn, policy: JSON.stringify(policy) };
  const change = { actions, before: side, after: side, replace_paths: [["key_usage"]] };
  const entry = { address: "aws_kms_key.a", type: "aws_kms_key", change };
  return JSON.stringify({ format_version: "1.2", resource_changes: [entry] });
};

/** An item of AWS Config, with the policy in one of the forms in which it is exported. */
export const config = (form: "object" | "text" | "text in text"): string => {
  const text = JSON.stringify(policy);
  const Policy = { object: policy, text, "text in text": JSON.stringify(text) }[form];
  return JSON.stringify({ resourceType: "AWS::KMS::Key", supplementaryConfiguration: { Policy } });
};

/** A state with a secret beside the key. */
export const state = (text: string): string => {
  const secret = {
    mode: "managed",
    type: "aws_db_instance",
    name: "db",
    instances: [{ attributes: { password: "hunter2" } }],
  };
  const key = {
    mode: "managed",
    type: "aws_kms_key",
    name: "a",
    instances: [{ attributes: { policy: text, description: "hunter2" } }],
  };
  return JSON.stringify({ version: 4, terraform_version: "1.9.0", resources: [secret, key, secret] });
};

/** Events of CloudTrail without a policy. */
export const trail = JSON.stringify({
  Records: [{ eventSource: "kms.amazonaws.com", eventName: "Decrypt", requestParameters: {} }],
});
