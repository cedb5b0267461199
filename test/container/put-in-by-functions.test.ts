import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// What is not known may be put into an ARN by any function: it is an account there, or a part of a name, and never makes the ARN malformed.

const document = (identifier: string): string => `
locals {
  elsewhere = "\${module.accounts.ids["production"]}"
}
resource "aws_kms_key" "this" {
  policy = data.aws_iam_policy_document.this.json
}
data "aws_iam_policy_document" "this" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [${identifier}]
    }
  }
}
`;

const template = (principal: string): string => `
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: "2012-10-17"
        Statement:
          - {Effect: Allow, Principal: {AWS: ${principal}}, Action: kms:Decrypt, Resource: "*"}
`;

const long = "a-name-that-is-as-long-as-names-of-roles-may-be-0123456789";

const show = async (name: string, text: string) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  const { stdout, exit } = await kmspol(place, undefined, ["show", name]);
  expect(exit).toBe(0);
  return stdout;
};

test.each([
  [`format("arn:aws:iam::%s:role/App", module.accounts.ids["production"])`, "role/App"],
  [`format("arn:aws:iam::%s:root", module.accounts.ids[format("%s-x", var.name)])`, "module.accounts.ids["],
  [`join(":", ["arn:aws:iam:", module.accounts.ids.production, "user/App"])`, "user/App"],
  [`replace("arn:aws:iam::ID:role/App", "ID", module.accounts.ids.production)`, "role/App"],
  ['"arn:aws:iam::${local.elsewhere}:role/App"', "role/App"],
  ['"arn:aws:iam::111122223333:role/' + long + '-${var.stage}"', "role/" + long + "-${var.stage}"],
])("Terraform: %s", async (identifier, told) => {
  const words = await show("main.tf", document(identifier));
  expect(words).toContain(told);
  expect(words).not.toMatch(/names nobody/i);
});

test.each([
  [
    '!Sub "arn:aws:iam::${AWS::AccountId}:role/cdk-file-publishing-role-${AWS::AccountId}-${AWS::Region}"',
    "role/cdk-file-publishing-role-${AWS::AccountId}-${AWS::Region}",
  ],
  [`!Sub "arn:aws:sts::\${AWS::AccountId}:assumed-role/${long}-\${Stage}/\${Session}"`, `${long}-\${Stage}`],
  [`!Join [":", ["arn:aws:iam:", !Ref Production, "role/App"]]`, "role/App"],
])("CloudFormation: %s", async (principal, told) => {
  const words = await show("template.yaml", template(principal));
  expect(words).toContain(told);
  expect(words).not.toMatch(/names nobody/i);
});

test("a name that is too long whatever is filled in is one of nobody", async () => {
  const words = await show(
    "main.tf",
    document(`"arn:aws:iam::111122223333:role/${long}-${long}-\${var.stage}"`),
  );
  expect(words).toContain("Names nobody");
});
