import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { long } from "../support/long-form.ts";

// Beside a policy, and in what is none, stand secrets. Whatever is wrong with a document, and whoever asks, none of them is told.

const secret = "hunter2Xq";
const root = `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" }`;
const everyone = `{ "Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*" }`;
const policy = `{ "Version": "2012-10-17", "Statement": [${root}, ${everyone}] }`;
const quoted = JSON.stringify(policy);
const yamlKey = (properties: string): string =>
  `Resources:\n  K:\n    Type: AWS::KMS::Key\n    Properties:\n${properties}\n      KeyPolicy: ${policy}\n`;
const jsonKey = (keyPolicy: string): string =>
  `"Resources":{"K":{"Type":"AWS::KMS::Key","Properties":{"Description":"${secret}","KeyPolicy":${keyPolicy},"Tags":"${secret}"}}}`;
const planOf = (text: string): string =>
  `{"format_version":"1.2","variables":{"p":{"value":"${secret}"}},"resource_changes":[{"address":"aws_kms_key.k","type":"aws_kms_key","change":{"actions":["create"],"before":null,"after":{"description":"${secret}","policy":${text},"x":"${secret}"}}}]}`;
const terraform = (before: string, behind = ""): string =>
  `${before}resource "aws_kms_key" "k" {\n  policy = jsonencode(${policy})${behind}\n}\n`;
const manifest = (spec: string): string =>
  `apiVersion: kms.services.k8s.aws/v1alpha1\nkind: Key\nmetadata: { name: k }\nspec:\n${spec}\n`;

const documents: readonly (readonly [name: string, text: string])[] = [
  // Templates, the policy whole and not.
  ["on-one-line.json", `{"Metadata":"${secret}",${jsonKey(policy)}}`],
  ["fault-within.json", `{"Metadata":"${secret}",${jsonKey('{"Statement":[{"Effect":}]}')}}`],
  ["open-string.json", `{\n "Parameters": { "Db": "${secret} },\n ${jsonKey(policy)}}`],
  ["no-quotes.json", `{\n "Parameters": { "Db": ${secret} },\n ${jsonKey(policy)}}`],
  ["no-key.json", `{\n "Parameters": { "Db": ${secret} },\n "Resources":{"B":{"Type":"AWS::S3::Bucket"}}}`],
  ["comment.yaml", `${yamlKey(`      Description: ${secret}`).trimEnd()} # ${secret}\n`],
  ["flow.yaml", `{ ${jsonKey(policy)} }\n`],
  ["open.yaml", `Parameters:\n  Db: "${secret}\n  x: [\n${yamlKey("      Enabled: true")}`],
  ["twice.yaml", yamlKey(`      ${secret}: 1\n      ${secret}: 1`)],
  ["tab.yaml", yamlKey(`\t  Pass: ${secret}`)],
  ["alias.yaml", yamlKey(`      Pass: *${secret}`)],
  ["tag.yaml", yamlKey(`      Pass: !${secret} x`)],
  ["header.yaml", yamlKey(`      Pass: >${secret}\n        x`)],
  ["escape.yaml", yamlKey(`      Pass: "\\U${secret}"`)],
  [
    "serverless.yaml",
    `service: a\nprovider:\n  environment:\n    DB: "${secret}\nresources:\n  ${yamlKey("      A: 1").replaceAll("\n", "\n  ")}`,
  ],
  // Manifests and tasks.
  [
    "two.yaml",
    `apiVersion: v1\nkind: Secret\nstringData:\n  a: "${secret}\n---\n${manifest(`  policy: '${policy}'`)}`,
  ],
  ["behind.yaml", manifest(`  policy: '${policy}' # ${secret}\n  tags: "${secret}`)],
  ["secret.yaml", `apiVersion: v1\nkind: Secret\nstringData:\n  a: "${secret}\n  b: [\n`],
  [
    "tasks.yaml",
    `- hosts: all\n  vars:\n    db: "${secret}\n  tasks:\n    - amazon.aws.kms_key:\n        policy: ${policy}\n`,
  ],
  // Terraform, and what it writes.
  ["open.tf", terraform(`variable "p" {\n  default = "${secret}\n}\n`)],
  ["behind.tf", terraform("", ` # ${secret}\n  description = "${secret}"`)],
  ["one-line.tf", `resource "aws_kms_key" "k" { policy = jsonencode(${policy}) } # ${secret}\n`],
  ["words.tf", terraform(`${secret} ${secret} ;\n`)],
  ["plan.json", planOf(quoted)],
  ["fault-plan.json", planOf('"{\\"Statement\\": [}"')],
  ["cut-plan.json", planOf(quoted).slice(0, 80)],
  [
    "own.tfstate",
    `{"version":4,"resources":[{"instances":[{"attributes":{"password":"${secret}"}}]} ${secret}]}`,
  ],
  // Answers of AWS.
  [
    "trail.json",
    `{"Records":[{"eventSource":"kms.amazonaws.com","userIdentity":{"accessKeyId":"${secret}"}} ${secret} ]}`,
  ],
  ["config.json", `{"configurationItems":[{"resourceType":"AWS::KMS::Key","x":"${secret}"} ${secret} ]}`],
  ["answer.json", `{"KeyId":"${secret}","PolicyName":"default","Policy":${quoted}, ${secret}}`],
  ["stack.json", `{"StagesAvailable":["${secret}"],"TemplateBody":{${jsonKey(policy)}} ${secret}}`],
  // What holds no policy at all.
  ["env.txt", `DB_PASSWORD=${secret}\n`],
  ["words.txt", `the password is ${secret}\n`],
  ["spaces.txt", `pass\u00a0${secret}\u00a0word\n`],
  [
    "compose.yaml",
    `version: "3"\nservices:\n  db:\n    environment:\n      PASSWORD: "${secret}\n      x: [\n`,
  ],
  ["values.yaml", `db:\n  password: ${secret}: b\n`],
  ["open-text.json", `{ "db": { "password": "${secret} } }`],
  ["list.json", `[ "${secret}", `],
  ["beside.json", `{ "password": "${secret}", "inline": ${policy}, "x": ${secret} }`],
];

const verbs: readonly (readonly string[])[] = [
  ...["text", "json", "sarif", "github", "gitlab", "junit", "markdown"].map((format) => [
    "check",
    "FILE",
    "--format",
    format,
  ]),
  ["check", "."],
  ...["show", "list", "who-can", "diff"].map((verb) => [verb, "FILE"]),
  ["diff", "FILE", "good.json"],
  ["add-user", "FILE", "role/New", "--account", "111122223333", "--dry-run"],
  ["put", "FILE", "good.json", "--dry-run"],
  ["put", "good.json", "FILE", "--dry-run"],
  ["check", "FILE", "--fix", "--dry-run"],
];

/** In the normal run every third, others for each document. */
const verbsFor = (name: string) => {
  const place = documents.findIndex(([each]) => each === name);
  return verbs.filter((_, index) => long || (index + place) % 3 === 0);
};

test.each(documents)("%s", async (name, text) => {
  const place = await newPlace();
  await writeFile(join(place.work, "good.json"), policy);
  await writeFile(join(place.work, name), text);
  for (const words of verbsFor(name)) {
    const line = words.map((word) => (word === "FILE" ? `./${name}` : word));
    const { exit, stdout, stderr } = await kmspol(place, undefined, line);
    expect(stdout + stderr, line.join(" ")).not.toContain(secret);
    expect([0, 1, 2, 3], `${line.join(" ")}\n${stderr}`).toContain(exit);
  }
  const { stdout } = await kmspol(place, undefined, ["get", `./${name}`]);
  expect(stdout, "get").not.toContain(secret);
});

test.each([
  ["a policy", `{ "Version": "2012-10-17" "Statement": [] }`, `{ "Version": "2012-10-17" "Statement": [] }`],
  ["behind comments", `// ours\n/* all */ { "Statement": [ } ] }`, `{ "Statement": [ } ] }`],
  ["one that begins with its Id", `{ "Id": "app", "Statement": [ } ] }`, `{ "Id": "app"`],
])("the line of a fault in %s is shown", async (_, text, line) => {
  const place = await newPlace();
  await writeFile(join(place.work, "p.jsonc"), text);
  for (const verb of ["check", "show"]) {
    const { stdout, stderr } = await kmspol(place, undefined, [verb, "p.jsonc"]);
    expect(stdout + stderr, verb).toContain(line);
  }
});
