locals {
  id     = data.aws_caller_identity.current.account_id # own
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::${local.id}:root" }, Action = "kms:*", Resource = "*" }] })
}

data "aws_caller_identity" "current" {}

resource "aws_kms_key" "app" {
  policy = local.policy
}
