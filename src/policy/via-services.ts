/**
 * The services that use keys on behalf of whoever calls them, by the first word of their kms:ViaService value (KMS Developer Guide,
 * "kms:ViaService", "Services that support the kms:ViaService condition key"). The list grows: a name that is not here may be one.
 */
export const viaServices: readonly string[] = [
  ...["airflow", "apprunner", "appflow", "athena", "auditmanager", "backup", "backup-gateway", "cassandra"],
  ...["codeartifact", "codeguru-reviewer", "comprehend", "connect", "directoryservice", "dms", "dynamodb"],
  ...["ec2", "ecr", "eks", "elasticfilesystem", "es", "finspace", "firehose", "forecast", "fsx", "geo"],
  ...["glue", "groundstation", "healthlake", "importexport", "iotsitewise", "kafka", "kendra", "kinesis"],
  ...["kinesisvideo", "lambda", "lex", "license-manager", "lookoutequipment", "lookoutmetrics"],
  ...["lookoutvision", "macie", "malware-protection", "managedblockchain", "mediatailor", "memorydb", "mgn"],
  ...["monitron", "mq", "nimble", "omics", "profile", "proton", "qldb", "rds", "redshift"],
  ...[
    "redshift-serverless",
    "rekognition",
    "s3",
    "sagemaker",
    "secretsmanager",
    "ses",
    "sns",
    "sqlworkbench",
  ],
  ...["sqs", "ssm", "ssm-contacts", "ssm-incidents", "storagegateway", "timestream", "translate", "wisdom"],
  ...["workmail", "workspaces", "workspaces-web", "xray"],
];

/** What people call a service, and the word that it has in kms:ViaService. */
export const otherViaNames: ReadonlyMap<string, string> = new Map([
  ["aurora", "rds"],
  ["documentdb", "rds"],
  ["ebs", "ec2"],
  ["efs", "elasticfilesystem"],
  ["keyspaces", "cassandra"],
  ["kinesis-firehose", "firehose"],
  ["msk", "kafka"],
  ["neptune", "rds"],
  ["opensearch", "es"],
  ["parameterstore", "ssm"],
  ["secrets-manager", "secretsmanager"],
]);
