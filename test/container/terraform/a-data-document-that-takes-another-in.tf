data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "base" {
  # whoever has the account
  statement {
    sid       = "Account"
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"] # own
    }
  }
}

data "aws_iam_policy_document" "app" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]

  statement {
    sid       = "Audit"
    actions   = ["kms:DescribeKey"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/Audit"]
    }
  }
}

resource "aws_kms_key" "app" {
  policy = data.aws_iam_policy_document.app.json
}
