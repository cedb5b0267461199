data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "app" {
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

resource "aws_kms_key" "app" {
  policy = data.aws_iam_policy_document.app.json
}
