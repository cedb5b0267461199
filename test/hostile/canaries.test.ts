import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { canaries, filesLeft, newPlace, scriptedEditor } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

/** A whole word: GetAccountAuthorizationDetails is the name of an operation, and no header. */
const holds = (text: string, word: string): boolean =>
  text.split(word).some((piece, at, pieces) => {
    const next = pieces[at + 1];
    return next !== undefined && !(/[A-Za-z]$/.test(piece) && /^[A-Za-z]/.test(next));
  });

// Planted credentials are found nowhere afterwards: no output, no log line, no file, whatever goes well or badly.

const { secret, token } = canaries;
const requestHeaders = ["Authorization", "X-Amz-Security-Token", "Signature="];

test.each([
  ["a change", ["add-user", "alias/app", "role/service/Backup", "--yes"], 0, {}],
  ["an edit that is given up", ["edit", "alias/app", "--yes"], 130, {}],
  ["a put that is refused", ["put", "alias/app", "empty.json", "--yes"], 3, {}],
  ["the list", ["list", "--json"], 0, {}],
  ["a key that is not there", ["show", "alias/nowhere"], 5, {}],
  ["nobody at the endpoint", ["show", "alias/app"], 5, { AWS_ENDPOINT_URL: "http://127.0.0.1:9" }],
  ["an endpoint that is no URL", ["show", "alias/app", "--endpoint-url", "nonsense"], 2, {}],
  ["a session", ["show", "alias/app"], 5, { AWS_SESSION_TOKEN: token }],
  ["a profile", ["show", "alias/app", "--profile", "planted"], 0, {}],
  ["a profile that is not there", ["show", "alias/app", "--profile", "prod"], 5, {}],
  ["a flag that is unknown", ["show", "alias/app", "--frob"], 2, {}],
  ["many keys", ["each", "--alias", "app", "--yes", "--", "add-user", "role/service/Backup"], 0, {}],
] as const)("%s", async (_, args, exit, more) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const { AWS_ACCESS_KEY_ID: id = "" } = sandbox.environment;
  await writeFile(join(place.work, "empty.json"), '{ "Version": "2012-10-17", "Statement": [] }');
  const credentials = join(place.root, "credentials");
  await writeFile(
    credentials,
    `[planted]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\nregion = eu-west-1\n`,
  );
  const script = `[(text) => ({ text: text.replaceAll("role/App", "role/service/Backup"), exit: 1 })]`;
  const environment = {
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    KMSPOL_EDITOR: await scriptedEditor(place, script),
    ...more,
  };
  const run = await kmspol(place, sandbox, [...withDebug(args)], { environment });
  expect(run.exit, run.stderr).toBe(exit);
  const texts = new Map([
    ...(await filesLeft(place)),
    ["standard output", run.stdout],
    ["standard error", run.stderr],
  ]);
  for (const [where, text] of texts) {
    // Compiled code is kmspol's own, which names the headers.
    const headers = where.includes("/kmspol/compiled/") ? [] : requestHeaders;
    for (const word of [secret, token, ...headers])
      expect(holds(text, word), `${word} in ${where}`).toBe(false);
  }
});

/** Before what belongs to another verb. */
const withDebug = ([verb = "", ...rest]: readonly string[]): readonly string[] => [verb, "--debug", ...rest];
