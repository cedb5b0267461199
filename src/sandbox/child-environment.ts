type Environment = Readonly<Record<string, string | undefined>>;

/** Variables of the AWS tools that say how to work, not as whom or where: they stay. */
const harmless = /^AWS_(PAGER|DEFAULT_OUTPUT|CLI_\w+|MAX_ATTEMPTS|RETRY_MODE|SDK_JS_\w+|NODEJS_\w+)$/;

/**
 * The environment for a command that is to see the sandbox and nothing else of AWS: no credentials, profile, Region or
 * endpoint of the user's are left, and a proxy is told to leave 127.0.0.1 alone.
 */
export const childEnvironment = (environment: Environment, sandbox: Environment): Record<string, string> => {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith("AWS_") || harmless.test(name),
  );
  const local = "127.0.0.1,localhost";
  const direct = ["NO_PROXY", "no_proxy"].map((name) => [
    name,
    [environment[name], local].filter(Boolean).join(","),
  ]);
  const all = [...kept, ...direct, ...Object.entries(sandbox)] as [string, string | undefined][];
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
};
