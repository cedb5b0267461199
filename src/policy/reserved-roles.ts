/** Where AWS puts a role of its own: the path of a service-linked role, or that of a role of IAM Identity Center. */
export type ReservedRole =
  | { readonly kind: "service-linked"; readonly path: string | undefined }
  | { readonly kind: "sso"; readonly permissionSet: string | undefined };

/**
 * The services of service-linked roles by what stands behind `AWSServiceRoleFor` (the services' own guides, "Using service-linked
 * roles"). Of names that are not here the path is not known.
 */
const services: Readonly<Record<string, string>> = {
  ...{ AutoScaling: "autoscaling", ApplicationAutoScaling: "application-autoscaling" },
  ...{ RDS: "rds", Redshift: "redshift", ElastiCache: "elasticache", MemoryDB: "memorydb" },
  ...{ ElasticLoadBalancing: "elasticloadbalancing", GlobalAccelerator: "globalaccelerator" },
  ...{
    ECS: "ecs",
    AmazonEKS: "eks",
    AmazonEKSNodegroup: "eks-nodegroup",
    AmazonEKSForFargate: "eks-fargate",
  },
  ...{
    EC2Spot: "spot",
    EC2SpotFleet: "spotfleet",
    EC2Fleet: "ec2fleet",
    EC2ScheduledInstances: "ec2scheduled",
  },
  ...{ Batch: "batch", Backup: "backup", AmazonElasticFileSystem: "elasticfilesystem", FSx: "fsx" },
  ...{ AmazonElasticsearchService: "es", AmazonOpenSearchService: "opensearchservice" },
  ...{ Organizations: "organizations", SSO: "sso", Support: "support", TrustedAdvisor: "trustedadvisor" },
  ...{ CloudTrail: "cloudtrail", Config: "config", ConfigMultiAccountSetup: "config-multiaccountsetup" },
  ...{
    CloudWatchEvents: "events",
    AmazonSSM: "ssm",
    APIGateway: "ops.apigateway",
    LambdaReplicator: "replicator.lambda",
  },
  ...{
    AmazonGuardDuty: "guardduty",
    AmazonMacie: "macie",
    AmazonInspector2: "inspector2",
    SecurityHub: "securityhub",
  },
  ...{ KeyManagementServiceCustomKeyStores: "cks.kms", KeyManagementServiceMultiRegionKeys: "mrk.kms" },
  ...{
    Kafka: "kafka",
    DynamoDBReplication: "replication.dynamodb",
    EMRCleanup: "elasticmapreduce",
    CloudHSM: "cloudhsm",
  },
};

const folded = new Map(Object.entries(services).map(([name, service]) => [name.toLowerCase(), service]));

/** What is known of a role that AWS itself creates, by its name (IAM User Guide, "Service-linked roles"; IAM Identity Center User Guide, "Referencing permission sets in resource policies"); undefined for all others. `name` may be a pattern. */
export const reservedRole = (name: string): ReservedRole | undefined => {
  const [, linked] = /^AWSServiceRoleFor(\w*)/i.exec(name) ?? [];
  if (linked !== undefined) {
    const service = folded.get((linked.split("_")[0] ?? "").toLowerCase());
    return { kind: "service-linked", path: service && `/aws-service-role/${service}.amazonaws.com/` };
  }
  if (!/^AWSReservedSSO_/i.test(name)) return undefined;
  return { kind: "sso", permissionSet: /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/i.exec(name)?.[1] };
};

/** Where roles of IAM Identity Center stand; its home Region follows, but where that is us-east-1. */
export const ssoPath = "/aws-reserved/sso.amazonaws.com/";

/**
 * Whether a role of that name can have the path (both as in an ARN, patterns allowed): AWS puts its own under reserved paths, and nobody
 * else can use their names.
 */
export const canHavePath = (name: string, path: string): boolean => {
  if (name.startsWith("aws:")) return path === "/";
  const reserved = reservedRole(name);
  if (!reserved || path.includes("*")) return true;
  if (reserved.kind === "sso") return /^\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?$/.test(path);
  return /^\/aws-service-role\/[a-z0-9.-]+\.amazonaws\.[a-z.]+\/$/.test(path);
};

/** A path that a role of that name can have: its only one, or one of those that it may have; `/` for all roles but AWS's own. */
export const somePathOf = (name: string): string => {
  const reserved = reservedRole(name);
  if (!reserved) return "/";
  return reserved.kind === "sso" ? ssoPath : (reserved.path ?? "/aws-service-role/service.amazonaws.com/");
};
