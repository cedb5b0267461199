// The policies that the bench measures: made here, so that they are the same on every machine.
const role = (n) => `arn:aws:iam::111122223333:role/service-${String(n).padStart(4, "0")}`;
const root = {
  Sid: "Enable IAM User Permissions",
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::111122223333:root" },
  Action: "kms:*",
  Resource: "*",
};

/** A policy just under the 32,768 bytes that KMS allows: some 80 statements with roles, conditions and lists. */
export const largePolicy = (seed = 0) => {
  const policy = { Version: "2012-10-17", Statement: [root] };
  for (let n = 0; ; n++) {
    policy.Statement.push({
      Sid: `Use ${n}`,
      Effect: n % 9 === 8 ? "Deny" : "Allow",
      Principal: { AWS: [role(n * 3 + seed), role(n * 3 + 1), role(n * 3 + 2)] },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*", n % 2 ? "kms:Encrypt" : "kms:DescribeKey"],
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": `s${n % 5}.eu-west-1.amazonaws.com` } },
    });
    if (JSON.stringify(policy).length > 32_768) {
      policy.Statement.pop();
      return JSON.stringify(policy);
    }
  }
};

/** A policy of the console's size: five statements. */
export const typicalPolicy = (seed) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      root,
      ...[0, 1, 2, 3].map((n) => ({
        Sid: `Statement ${n}`,
        Effect: "Allow",
        Principal: { AWS: [role(seed * 7 + n), role(seed + n * 2)] },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        ...(n % 2 ? { Condition: { StringLike: { "kms:ViaService": `s3.*.amazonaws.com` } } } : {}),
      })),
    ],
  });

/** Twenty condition keys with overlapping patterns: made to blow an engine up. */
export const adversarialPolicy = (letter) => ({
  Version: "2012-10-17",
  Statement: Array.from({ length: 20 }, (_, n) => ({
    Effect: n % 3 === 2 ? "Deny" : "Allow",
    Principal: { AWS: "*" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: {
      StringLike: Object.fromEntries(
        Array.from({ length: 20 }, (_, key) => [
          `kms:EncryptionContext:k${key}`,
          [`*${letter}*${String.fromCharCode(97 + ((n + key) % 26))}*`, `*${n}*${key}*`],
        ]),
      ),
    },
  })),
});
