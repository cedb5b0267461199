import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const key = `data "aws_caller_identity" "current" {}

resource "aws_kms_key" "app" {
  policy = data.aws_iam_policy_document.app.json
}

data "aws_iam_policy_document" "app" {
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::\${local.account}:root", local.name_42]
    }
  }
}
`;

/** A file as they stand in such a folder: a bucket, its policy, locals; 2.5 KB, as public ones have on the average. */
const other = (n) => `locals {
  name_${n} = "arn:aws:iam::\${local.account}:role/service-${n}"
${n === 0 ? "  account = data.aws_caller_identity.current.account_id\n" : ""}}

resource "aws_s3_bucket" "bucket_${n}" {
  bucket = "service-${n}"
  tags   = { team = "t${n}" }
}

resource "aws_iam_role" "role_${n}" {
  name = "service-${n}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

${Array.from({ length: 10 }, (_, i) => `resource "aws_ssm_parameter" "p_${n}_${i}" {\n  name  = "/service-${n}/${i}"\n  type  = "SecureString"\n  value = "\${aws_s3_bucket.bucket_${n}.arn}/\${var.stage}/${i}"\n}\n`).join("\n")}`;

/** Makes a Terraform folder of 100 files, one of which has a key; returns its path. */
export const terraformFolder = async (folder) => {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "kms.tf"), key);
  for (let n = 0; n < 99; n++) await writeFile(join(folder, `service-${n}.tf`), other(n));
  return folder;
};
