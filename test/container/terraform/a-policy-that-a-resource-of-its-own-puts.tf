data "aws_caller_identity" "current" {}

resource "aws_kms_key" "app" {}

resource "aws_kms_key_policy" "app" {
  key_id = aws_kms_key.app.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"] }
      Action    = ["kms:*"]
      Resource  = "*"
    }
  })
}
