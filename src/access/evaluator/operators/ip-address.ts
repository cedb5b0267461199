import { unknown } from "../truth.ts";
import type { Comparison } from "./operator.ts";

interface Address {
  /** 32 or 128. */
  readonly bits: number;
  readonly value: bigint;
}

/** IpAddress: the request's address lies in the policy's block; a bare address is a block of one. */
export const ipAddress: Comparison = (policyValue, requestValue) => {
  const [network = "", length, ...rest] = policyValue.split("/");
  const block = addressOf(network);
  const address = addressOf(requestValue);
  const prefix = block && (length === undefined ? block.bits : prefixOf(length, block.bits));
  if (prefix === undefined || rest.length > 0) return unknown(`"${policyValue}" is no IP address`);
  if (!address || block?.bits !== address.bits) return false;
  const free = BigInt(block.bits - prefix);
  return block.value >> free === address.value >> free;
};

const prefixOf = (text: string, most: number): number | undefined =>
  /^\d{1,3}$/.test(text) && Number(text) <= most ? Number(text) : undefined;

const addressOf = (text: string): Address | undefined => {
  const value = text.includes(":") ? ipv6Of(text) : ipv4Of(text);
  return value === undefined ? undefined : { bits: text.includes(":") ? 128 : 32, value };
};

const ipv4Of = (text: string): bigint | undefined => {
  const octets = text.split(".");
  const valid = octets.length === 4 && octets.every((o) => /^(0|[1-9]\d{0,2})$/.test(o) && Number(o) < 256);
  return valid ? octets.reduce((value, octet) => value * 256n + BigInt(octet), 0n) : undefined;
};

// One `::` may stand for the groups that are missing; the last 32 bits may be written as IPv4 (RFC 4291, 2.2).
const ipv6Of = (text: string): bigint | undefined => {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  if (!before || !after) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<bigint>(missing).fill(0n), ...after];
  return groups.reduce((value, group) => value * 65_536n + group, 0n);
};

const groupsOf = (text: string): readonly bigint[] | undefined => {
  if (text === "") return [];
  const groups = text.split(":").map(groupOf);
  return groups.every((group) => group !== undefined) ? groups.flat() : undefined;
};

const groupOf = (text: string, index: number, groups: readonly string[]): readonly bigint[] | undefined => {
  if (/^[0-9a-f]{1,4}$/i.test(text)) return [BigInt(`0x${text}`)];
  const ipv4 = index === groups.length - 1 ? ipv4Of(text) : undefined;
  return ipv4 === undefined ? undefined : [ipv4 / 65_536n, ipv4 % 65_536n];
};
