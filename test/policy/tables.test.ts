import * as sdk from "@aws-sdk/client-kms";
import { beforeAll, describe, expect, test } from "vitest";
import { loadFormat } from "../../src/policy/document.ts";
import { kmsActionNamed, kmsActions } from "../../src/policy/kms-actions.ts";
import { grantOperations, keySpecs, keyUsages, partitions, wordsOfKeys } from "../../src/policy/kms-words.ts";
import { meaningOfAction, meaningOfKey } from "../../src/policy/key-meanings.ts";
import { lackedBy } from "../../src/policy/lacked-by.ts";
import { possibleUsages } from "../../src/policy/possible-usages.ts";
import { isPartition, parsePrincipal } from "../../src/policy/principal.ts";
import { reservedRole } from "../../src/policy/reserved-roles.ts";
import { suffixOf } from "../../src/policy/service-principals.ts";
import { namedArns } from "../../src/policy/named-arns.ts";
import { certainlyNobody, nobodyNamedIn, whyNobody } from "../../src/policy/nobody.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { conditionKeys } from "../../src/policy/condition-keys.ts";
import { otherViaNames, viaServices } from "../../src/policy/via-services.ts";
import { nodeAt } from "../../src/policy/text/node-at.ts";
import { insertMember } from "../../src/policy/text/node-insert.ts";
import { documentFor, documentIn } from "./documents.ts";

// Tables, entry by entry: what AWS has words for, we have.

beforeAll(() => loadFormat("yaml"));

const sorted = (values: Iterable<string>): readonly string[] => [...values].sort();

describe("the words of KMS are those of its SDK", () => {
  test.each<[key: string, enumeration: Readonly<Record<string, string>>]>([
    ["kms:GrantOperations", sdk.GrantOperation],
    ["kms:KeySpec", sdk.KeySpec],
    ["kms:CustomerMasterKeySpec", sdk.KeySpec],
    ["kms:KeyUsage", sdk.KeyUsageType],
    ["kms:CustomerMasterKeyUsage", sdk.KeyUsageType],
    ["kms:KeyOrigin", sdk.OriginType],
    ["kms:MultiRegionKeyType", sdk.MultiRegionKeyType],
    ["kms:EncryptionAlgorithm", sdk.EncryptionAlgorithmSpec],
    ["kms:SigningAlgorithm", sdk.SigningAlgorithmSpec],
    ["kms:MacAlgorithm", sdk.MacAlgorithmSpec],
    ["kms:MessageType", sdk.MessageType],
    ["kms:WrappingAlgorithm", sdk.AlgorithmSpec],
    ["kms:WrappingKeySpec", sdk.WrappingKeySpec],
    ["kms:ExpirationModel", sdk.ExpirationModelType],
    ["kms:KeyAgreementAlgorithm", sdk.KeyAgreementAlgorithmSpec],
  ])("%s", (key, enumeration) => {
    expect(sorted(wordsOfKeys.get(key.toLowerCase()) ?? [])).toEqual(sorted(Object.values(enumeration)));
  });

  test("specs of pairs of data keys, and who calls", () => {
    expect(wordsOfKeys.get("kms:datakeypairspec")).toEqual(
      expect.arrayContaining(Object.values(sdk.DataKeyPairSpec)),
    );
    expect(wordsOfKeys.get("aws:principaltype")).toHaveLength(5);
    expect(wordsOfKeys.get("kms:grantconstrainttype")).toHaveLength(3);
    expect(wordsOfKeys.size).toBe(18);
  });

  test("the same lists elsewhere", () => {
    expect(sorted(grantOperations)).toEqual(
      sorted(kmsActions.filter(({ grantable }) => grantable).map(({ name }) => name)),
    );
    expect([sorted(keySpecs), sorted(keyUsages)]).toEqual([
      sorted(Object.values(sdk.KeySpec)),
      sorted(Object.values(sdk.KeyUsageType)),
    ]);
    for (const name of partitions)
      expect([name, isPartition(name), suffixOf(name) !== undefined]).toEqual([name, true, true]);
    expect([isPartition("aws-mars"), suffixOf("aws-mars"), partitions.length]).toEqual([false, undefined, 8]);
  });
});

test.each<[usage: "S" | "A" | "V" | "M" | "K" | "E", only: readonly string[]]>([
  [
    "S",
    [
      "Decrypt",
      "DisableKeyRotation",
      "EnableKeyRotation",
      "Encrypt",
      "GenerateDataKey",
      "GenerateDataKeyPair",
      "GenerateDataKeyPairWithoutPlaintext",
      "GenerateDataKeyWithoutPlaintext",
      "ListKeyRotations",
      "ReEncryptFrom",
      "ReEncryptTo",
      "RotateKeyOnDemand",
    ],
  ],
  ["A", ["Decrypt", "Encrypt", "GetPublicKey", "ReEncryptFrom", "ReEncryptTo"]],
  ["V", ["GetPublicKey", "Sign", "Verify"]],
  ["M", ["GenerateMac", "VerifyMac"]],
  ["K", ["DeriveSharedSecret", "GetPublicKey"]],
  ["E", ["Decapsulate", "Encapsulate", "GetPublicKey"]],
])("what a key of the kind %s can do that not all can", (usage, only) => {
  const some = kmsActions.filter(({ usages }) => usages.length < 6 && usages.includes(usage));
  expect(sorted(some.map(({ name }) => name))).toEqual(only);
});

test("actions of imported and of multi-Region keys, and what no key policy gives", () => {
  const names = (of: (action: (typeof kmsActions)[number]) => boolean) =>
    sorted(kmsActions.filter(of).map(({ name }) => name));
  expect(names(({ externalOnly }) => externalOnly)).toEqual([
    "DeleteImportedKeyMaterial",
    "GetParametersForImport",
    "ImportKeyMaterial",
  ]);
  expect(names(({ multiRegionOnly }) => multiRegionOnly)).toEqual([
    "ReplicateKey",
    "SynchronizeMultiRegionKey",
    "UpdatePrimaryRegion",
  ]);
  expect(names(({ onKey, allowable }) => onKey && !allowable)).toEqual([
    "RetireGrant",
    "SynchronizeMultiRegionKey",
  ]);
});

test.each<[facts: object, usages: readonly string[] | undefined]>([
  [{ spec: "RSA_4096" }, ["A", "V"]],
  [{ spec: "ECC_NIST_P521" }, ["V", "K"]],
  [{ spec: "SM2" }, ["A", "V", "K"]],
  [{ spec: "SM2X" }, undefined],
  [{ usage: "ENCRYPT_DECRYPT" }, ["S", "A"]],
  [{ usage: "NEW" }, undefined],
  [{ spec: "RSA_2048", usage: "NEW" }, undefined],
  [{ spec: "RSA_2048", usage: "SIGN_VERIFY" }, ["V"]],
  [{}, undefined],
])("what a key of %j may be for", (facts, usages) => {
  expect(possibleUsages(facts)).toEqual(usages);
});

test.each<[action: string, facts: object, lacks: string | undefined]>([
  ["ImportKeyMaterial", { origin: "EXTERNAL" }, undefined],
  ["ImportKeyMaterial", { origin: "AWS_KMS" }, "a key without imported key material"],
  ["ImportKeyMaterial", {}, undefined],
  ["ReplicateKey", { multiRegion: true }, undefined],
  ["ReplicateKey", { multiRegion: false }, "a single-Region key"],
  ["ReplicateKey", {}, undefined],
  ["Sign", { usage: "ENCRYPT_DECRYPT" }, "a key for encryption"],
  ["GenerateMac", { spec: "RSA_2048" }, "a key of the spec RSA_2048"],
  ["GenerateMac", { spec: "HMAC_224" }, undefined],
])("%s on a key of %j", (action, facts, lacks) => {
  const known = kmsActionNamed(action);
  expect(known && lackedBy(known, facts)).toBe(lacks);
});

test("every condition key and every action has a meaning", () => {
  expect(conditionKeys.filter(({ name }) => meaningOfKey(name) === undefined)).toEqual([]);
  expect(kmsActions.filter(({ name }) => meaningOfAction(name) === undefined)).toEqual([]);
  expect([meaningOfKey("aws:principaltag/Team"), meaningOfKey("x:y"), meaningOfAction("Nothing")]).toEqual([
    meaningOfKey("aws:PrincipalTag/*"),
    undefined,
    undefined,
  ]);
});

test("services that use keys for their callers, and what people call them", () => {
  expect(viaServices).toHaveLength(new Set(viaServices).size);
  expect(viaServices).toHaveLength(75);
  expect(otherViaNames.size).toBe(11);
  for (const [name, word] of otherViaNames)
    expect([name, viaServices.includes(name), viaServices.includes(word)]).toEqual([name, false, true]);
});

test("where the roles of services stand", () => {
  const path = (name: string) => {
    const role = reservedRole(`AWSServiceRoleFor${name}`);
    return role?.kind === "service-linked" ? role.path?.split("/")[2] : undefined;
  };
  const known = [
    "AutoScaling",
    "ApplicationAutoScaling",
    "RDS",
    "Redshift",
    "ElastiCache",
    "MemoryDB",
    "ElasticLoadBalancing",
    "GlobalAccelerator",
    "ECS",
    "AmazonEKS",
    "AmazonEKSNodegroup",
    "AmazonEKSForFargate",
    "EC2Spot",
    "EC2SpotFleet",
    "EC2Fleet",
    "EC2ScheduledInstances",
    "Batch",
    "Backup",
    "AmazonElasticFileSystem",
    "FSx",
    "AmazonElasticsearchService",
    "AmazonOpenSearchService",
    "Organizations",
    "SSO",
    "Support",
    "TrustedAdvisor",
    "CloudTrail",
    "Config",
    "ConfigMultiAccountSetup",
    "CloudWatchEvents",
    "AmazonSSM",
    "APIGateway",
    "LambdaReplicator",
    "AmazonGuardDuty",
    "AmazonMacie",
    "AmazonInspector2",
    "SecurityHub",
    "KeyManagementServiceCustomKeyStores",
    "KeyManagementServiceMultiRegionKeys",
    "Kafka",
    "DynamoDBReplication",
    "EMRCleanup",
    "CloudHSM",
  ];
  for (const name of known)
    expect([name, path(name)]).toEqual([name, expect.stringMatching(/^[a-z0-9.-]+\.amazonaws\.com$/)]);
  expect([path("EC2Spot"), path("KeyManagementServiceCustomKeyStores"), path("EMRCleanup")]).toEqual([
    "spot.amazonaws.com",
    "cks.kms.amazonaws.com",
    "elasticmapreduce.amazonaws.com",
  ]);
});

const policyOf = (...statements: readonly object[]) =>
  readPolicy(documentFor({ Statement: statements as never }));

test("whom a policy names that is nobody, once each, and why", () => {
  const named = nobodyNamedIn(
    policyOf(
      { Principal: { AWS: ["x", "*", "111122223333", "x"], Federated: "idp", Service: "S3" } },
      {
        Principal: {
          AWS: [
            "arn:aws:iam::111122223333:role/AWSServiceRoleForAutoScaling",
            "arn:aws:iam::111122223333:group/g",
          ],
          What: "x",
        },
      },
    ),
  );
  expect(named.map((one) => [one.text, certainlyNobody(one), whyNobody(one)])).toEqual([
    ["x", false, "it is no ARN of an account, user, role or session"],
    ["Federated idp", true, "an identity provider is no principal of a key policy"],
    ["Service S3", false, "it is no service's name"],
    [
      "arn:aws:iam::111122223333:role/AWSServiceRoleForAutoScaling",
      true,
      "it lacks the path of a role that AWS creates",
    ],
    ["arn:aws:iam::111122223333:group/g", false, "a group is never a principal"],
    ["What x", true, "there is no such kind of principal"],
  ]);
});

test("where a policy names users and roles: in Principal, and in conditions on aws:PrincipalArn", () => {
  const condition = (key: string, ...values: readonly string[]) => ({
    Condition: { ArnLike: { [key]: values } },
  });
  expect(
    namedArns(
      policyOf(
        { Principal: { AWS: ["a"], Service: "s" }, ...condition("AWS:principalarn", "b", "c") },
        { NotPrincipal: { AWS: "d" }, ...condition("aws:SourceArn", "e") },
      ),
    ),
  ).toEqual(["a", "b", "c", "d"]);
});

test("what AWS never lets stand in a Principal", () => {
  for (const type of [
    "policy",
    "instance-profile",
    "mfa",
    "sms-mfa",
    "saml-provider",
    "oidc-provider",
    "server-certificate",
    "u2f",
    "access-report",
  ])
    expect(parsePrincipal("AWS", `arn:aws:iam::111122223333:${type}/x`)).toMatchObject({
      because: "iam-only-arn",
    });
});

test("YAML whose lists stand in brackets gets its lists in brackets, but for those of objects", () => {
  const document = documentIn("a: [b, c]\nd:\n  e: f\n", "yaml");
  const node = nodeAt(document, ["d"]);
  if (node?.kind !== "object") throw new Error("no object");
  expect(insertMember(document, node, 1, ["names", ["x", "z"]]).text).toBe(
    "a: [b, c]\nd:\n  e: f\n  names: [x, z]\n",
  );
  expect(insertMember(document, node, 1, ["more", [{ x: "y" }]]).text).toBe(
    'a: [b, c]\nd:\n  e: f\n  more:\n    - x: "y"\n',
  );
});
