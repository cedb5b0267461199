import type { Credential } from "./types.ts";

/**
 * A session token carries its session: the AWS CLI keeps sessions between runs, and a sandbox started anew must know
 * one that an earlier sandbox gave out. It can be forged, like everything here: no signature is checked either.
 */
type Session = Pick<Credential, "accessKeyId" | "identity" | "created" | "expires">;

const prefix = "sandbox-session.";

/** The token of a new session. */
export const sessionTokenOf = ({ accessKeyId, identity, created, expires }: Session): string =>
  prefix + Buffer.from(JSON.stringify({ accessKeyId, identity, created, expires })).toString("base64url");

/** The session of an access key and its token, or undefined where they are not of this making. */
export const sessionIn = (accessKeyId: string, token: string | undefined): Credential | undefined => {
  if (token?.startsWith(prefix) !== true) return undefined;
  try {
    const session = JSON.parse(Buffer.from(token.slice(prefix.length), "base64url").toString()) as Session;
    const isWhole = session.accessKeyId === accessKeyId && typeof session.expires === "number";
    return isWhole ? { ...session, secretAccessKey: "", sessionToken: token } : undefined;
  } catch {
    return undefined;
  }
};
