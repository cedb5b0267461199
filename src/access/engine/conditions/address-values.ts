/** A block of addresses, both ends inside. IPv4 and IPv6 are apart: a v6 caller is never in a v4 block. */
export interface AddressBlock {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** Reads a CIDR block; a bare address is a block of one (IAM User Guide, "IP address condition operators"). */
export const readAddressBlock = (text: string): AddressBlock | undefined => {
  const [, address = "", prefix] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(text) ?? [];
  const version = address.includes(":") ? 6 : 4;
  const value = version === 6 ? readVersion6(address) : readVersion4(address);
  const bits = version === 6 ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (value === undefined || length > bits) return undefined;
  const hosts = (1n << BigInt(bits - length)) - 1n;
  return { version, first: value & ~hosts, last: value | hosts };
};

/** Whether the first address of the second block lies in the first block. */
export const isWithin = (block: AddressBlock, { version, first }: AddressBlock): boolean =>
  block.version === version && block.first <= first && first <= block.last;

/** One address for each way in which an address can lie to the blocks: the ends of the gaps, in both versions. */
export const addressesAround = (blocks: readonly AddressBlock[]): readonly string[] => {
  const around = ([4, 6] as const).flatMap((version) => {
    const same = blocks.filter((block) => block.version === version);
    const end = 1n << (version === 4 ? 32n : 128n);
    const starts = new Set([0n, ...same.flatMap(({ first, last }) => [first, last + 1n])]);
    return [...starts]
      .sort((left, right) => (left < right ? -1 : 1))
      .filter((start) => start < end)
      .map((start) => writeAddress(version, start));
  });
  return around;
};

// No leading zeros: some programs read them as octal.
const readVersion4 = (text: string): bigint | undefined => {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((value, part) => value * 256n + BigInt(part), 0n);
};

const readVersion6 = (text: string): bigint | undefined => {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (embedded) return withEmbedded(embedded[1] ?? "", readVersion4(embedded[2] ?? ""));
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((value, group) => (value << 16n) + BigInt(`0x${group}`), 0n);
};

const withEmbedded = (head: string, low: bigint | undefined): bigint | undefined =>
  low === undefined
    ? undefined
    : readVersion6(`${head}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);

const writeAddress = (version: 4 | 6, value: bigint): string => {
  const [count, bits] = version === 4 ? [4, 8n] : [8, 16n];
  const groups = Array.from({ length: count }, (_none, index) => {
    const group = (value >> (bits * BigInt(count - 1 - index))) & ((1n << bits) - 1n);
    return group.toString(version === 4 ? 10 : 16);
  });
  return groups.join(version === 4 ? "." : ":");
};
