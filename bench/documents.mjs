const statements = (principal) => [
  {
    Sid: "Account",
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:root" },
    Action: "kms:*",
    Resource: "*",
  },
  {
    Sid: "Use",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::111122223333:role/${principal}` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
  },
];

const policy = (principal) => JSON.stringify({ Version: "2012-10-17", Statement: statements(principal) });

const changed = (type, name, before, after) => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  change: { actions: ["update"], before, after, after_unknown: {}, after_sensitive: {} },
});

const key = (n) =>
  changed(
    "aws_kms_key",
    `key_${n}`,
    { policy: policy(`service-${n}`), key_usage: "ENCRYPT_DECRYPT" },
    { policy: policy(`service-${n + (n % 4 === 0 ? 1 : 0)}`), key_usage: "ENCRYPT_DECRYPT" },
  );

const bucket = (n) =>
  changed(
    "aws_s3_bucket",
    `bucket_${n}`,
    { bucket: `bucket-${n}`, tags: { note: "t".repeat(600) } },
    { bucket: `bucket-${n}`, tags: { note: "u".repeat(600) }, policy: policy(`bucket-${n}`) },
  );

/** A Terraform plan of 25 MB: 40 keys, ten of them changed, among 13,000 buckets, as `terraform show -json` writes it. */
export const plan = () =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.9.0",
    resource_changes: Array.from({ length: 13_480 }, (_, n) => (n % 337 === 0 ? key(n / 337) : bucket(n))),
    configuration: { root_module: { resources: [] } },
  });

const templateKey = (n) => `  Key${n}:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - Sid: Account
            Effect: Allow
            Principal: { AWS: !Sub "arn:aws:iam::\${AWS::AccountId}:root" }
            Action: kms:*
            Resource: "*"
          - Sid: Use
            Effect: Allow
            Principal: { AWS: !GetAtt Role${n}.Arn }
            Action: [kms:Decrypt, kms:GenerateDataKey]
            Resource: "*"
`;

const templateRole = (n) => `  Role${n}:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: { Service: ecs-tasks.amazonaws.com }
            Action: sts:AssumeRole
      Tags:
        - Key: team
          Value: t${n}
`;

/** A CloudFormation template of 50 KB with three keys. */
export const template = () => {
  const keys = [0, 1, 2].map(templateKey).join("");
  const roles = Array.from({ length: 160 }, (_, n) => templateRole(n)).join("");
  return `AWSTemplateFormatVersion: "2010-09-09"\nResources:\n${keys}${roles}`;
};
