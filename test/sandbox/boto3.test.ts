import { execa, execaSync } from "execa";
import { expect, test } from "vitest";
import { sandboxForTest } from "../support/sandbox.ts";

// Runs where Python with boto3 is installed; the SDK's tests cover the same ground everywhere.
const isThere = execaSync("python3", ["-c", "import boto3"], { reject: false }).exitCode === 0;
const note = isThere ? "" : " (boto3 is not installed here)";

const script = `
import boto3, json
from botocore.exceptions import ClientError

kms, iam, sts = boto3.client("kms"), boto3.client("iam"), boto3.client("sts")
out = {}

def refused(call, **arguments):
    try:
        call(**arguments)
        return "not refused"
    except ClientError as error:
        return error.response["Error"]["Code"] + ": " + error.response["Error"]["Message"]

key = kms.create_key(Tags=[{"TagKey": "team", "TagValue": "payments"}])["KeyMetadata"]
kms.create_alias(AliasName="alias/mine", TargetKeyId=key["KeyId"])
out["created"] = key["CreationDate"].year >= 2024
pages = kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 3})
out["keys"] = sum(len(page["Keys"]) for page in pages)
out["alias"] = kms.describe_key(KeyId="alias/mine")["KeyMetadata"]["KeyId"] == key["KeyId"]
out["tags"] = kms.list_resource_tags(KeyId=key["KeyId"])["Tags"]
policy = json.loads(kms.get_key_policy(KeyId=key["KeyId"])["Policy"])
policy["Statement"].append({"Effect": "Allow", "Principal": {"AWS": ["arn:aws:iam::111122223333:role/App"]},
                            "Action": ["kms:Decrypt"], "Resource": "*"})
kms.put_key_policy(KeyId=key["KeyId"], Policy=json.dumps(policy))
out["policy"] = json.loads(kms.get_key_policy(KeyId=key["KeyId"])["Policy"])["Statement"][1]
sealed = kms.encrypt(KeyId="alias/mine", Plaintext=b"hello")["CiphertextBlob"]
out["plaintext"] = kms.decrypt(CiphertextBlob=sealed)["Plaintext"].decode()
roles = iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 2})
out["roles"] = sum(len(page["Roles"]) for page in roles)
out["trust"] = iam.get_role(RoleName="App")["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Action"]
iam.put_role_policy(RoleName="App", PolicyName="P", PolicyDocument=json.dumps({
    "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*"}]}))
out["inline"] = iam.get_role_policy(RoleName="App", PolicyName="P")["PolicyDocument"]["Statement"][0]["Action"]
session = sts.assume_role(RoleArn="arn:aws:iam::111122223333:role/App", RoleSessionName="boto")["Credentials"]
as_app = boto3.client("kms", aws_access_key_id=session["AccessKeyId"],
                      aws_secret_access_key=session["SecretAccessKey"], aws_session_token=session["SessionToken"])
out["as app"] = as_app.decrypt(CiphertextBlob=sealed)["KeyId"] == key["Arn"]
out["refusals"] = [
    refused(as_app.get_key_policy, KeyId=key["KeyId"])[:23],
    refused(kms.describe_key, KeyId="alias/none"),
    refused(kms.put_key_policy, KeyId=key["KeyId"], Policy="no json"),
    refused(kms.put_key_policy, KeyId=key["KeyId"], Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:group/finance"},
         "Action": "kms:*", "Resource": "*"}]})),
]
print(json.dumps(out))
`;

test.runIf(isThere)(`boto3 works against the sandbox, and is refused as by AWS${note}`, async () => {
  const sandbox = await sandboxForTest();
  const { stdout } = await execa("python3", ["-c", script], { env: sandbox.environment });
  expect(JSON.parse(stdout)).toEqual({
    created: true,
    keys: 13,
    alias: true,
    tags: [{ TagKey: "team", TagValue: "payments" }],
    policy: {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111122223333:role/App" },
      Action: "kms:Decrypt",
      Resource: "*",
    },
    plaintext: "hello",
    roles: 7,
    trust: "sts:AssumeRole",
    inline: "kms:Decrypt",
    "as app": true,
    refusals: [
      "AccessDeniedException: ",
      "NotFoundException: Alias arn:aws:kms:eu-west-1:111122223333:alias/none is not found.",
      "MalformedPolicyDocumentException: ",
      "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid principals.",
    ],
  });
});
