import { describe, expect, test } from "vitest";
import { arn, decided, delegation, denies, lets, own, says, type Setting } from "../../support/layers.ts";

// Policies of the session and of the VPC endpoint, which only the one who asks can know: each is a lid on what the other layers give.

const app = arn("role/App");
const bob = arn("user/bob");
const session = `arn:aws:sts::${own}:assumed-role/App/one`;
const federated = `arn:aws:sts::${own}:federated-user/fay`;
const all = says({ Action: "*" });
const none = says({ Action: "s3:*" });
const people = [{}, { kind: "user", name: "bob" }] as const;
const decidedFor = (
  setting: Setting,
  principal: string,
  context: Readonly<Record<string, string | readonly string[]>> = {},
) => decided({ people, ...setting }, { principal, action: "kms:Decrypt", context });

describe("the policy of a session", () => {
  test.each<readonly [what: string, setting: Setting, principal: string, answer: string]>([
    ["lets through what it allows", { key: [lets(app)], ceilings: { session: [all] } }, session, "allowed"],
    [
      "stops what it does not allow",
      { key: [lets(app)], ceilings: { session: [none] } },
      session,
      "not-allowed by session",
    ],
    [
      "stops a role, of which a session is asked",
      { key: [lets(app)], ceilings: { session: [none] } },
      app,
      "not-allowed by session",
    ],
    [
      "stops a federated user",
      { key: [lets(arn("root"))], ceilings: { session: [denies()] } },
      federated,
      "denied by session",
    ],
    ["stops no user, who has none", { key: [lets(bob)], ceilings: { session: [denies()] } }, bob, "allowed"],
    [
      "does not stop a session that the key policy names",
      { key: [lets(session)], ceilings: { session: [none] } },
      session,
      "allowed",
    ],
    [
      "unless it denies",
      { key: [lets(session)], ceilings: { session: [all, denies()] } },
      session,
      "denied by session",
    ],
    ["gives nothing", { key: [delegation], ceilings: { session: [all] } }, session, "not-allowed by iam"],
  ])("%s", (_, setting, principal, answer) => {
    expect(decidedFor(setting, principal)).toBe(answer);
  });
});

describe("the policy of a VPC endpoint", () => {
  const through = (...endpoint: NonNullable<NonNullable<Setting["ceilings"]>["endpoint"]>): Setting => ({
    key: [lets(app), lets(bob)],
    ceilings: { endpoint },
  });
  const Principal = "*";
  test.each<readonly [what: string, setting: Setting, principal: string, answer: string]>([
    ["lets everyone through", through(says({ Principal })), app, "allowed"],
    ["stops what it does not allow", through(says({ Principal, Action: "s3:*" })), app, "denied by endpoint"],
    ["lets through whom it names", through(says({ Principal: { AWS: app } })), app, "allowed"],
    ["and nobody else", through(says({ Principal: { AWS: app } })), bob, "denied by endpoint"],
    ["is for everyone where it names nobody", through(all), bob, "allowed"],
    ["denies whom it names", through(all, denies({ Principal: { AWS: bob } })), bob, "denied by endpoint"],
    [
      "denies all but those it names",
      through(all, denies({ NotPrincipal: { AWS: [bob, arn("root")] } })),
      bob,
      "allowed",
    ],
    [
      "among them whoever is of no account that is named",
      through(all, denies({ NotPrincipal: { AWS: arn("user/far", "444455556666") } })),
      app,
      "denied by endpoint",
    ],
  ])("%s", (_, setting, principal, answer) => {
    expect(decidedFor(setting, principal)).toBe(answer);
  });

  test("is not asked where an AWS service makes the call", () => {
    const closed = through(none);
    expect(decidedFor(closed, app, { "kms:ViaService": "s3.eu-west-1.amazonaws.com" })).toBe("allowed");
    expect(decidedFor(closed, app, { "KMS:viaservice": "s3.eu-west-1.amazonaws.com" })).toBe("allowed");
    expect(decidedFor(closed, app, { "kms:ViaService": [] })).toBe("denied by endpoint");
  });
});
