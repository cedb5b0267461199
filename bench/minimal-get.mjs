// The least program that reads a key policy with the same SDK: what `kmspol get` is held against.
import { GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms";

const answer = await new KMSClient({}).send(
  new GetKeyPolicyCommand({ KeyId: process.argv[2], PolicyName: "default" }),
);
process.stdout.write(answer.Policy);
