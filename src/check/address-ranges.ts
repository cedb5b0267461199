/** A stretch of addresses, as parts of all there are: from 0 to 1. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

// The widest that is still somebody's: a /8 of IPv4, a /16 of IPv6.
const widest = { v4: 2 ** -8, v6: 2 ** -16 };

// Addresses that nobody has on the internet (RFC 1918, RFC 6598, RFC 1122): KMS never sees a request come from there.
const nobodys = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "0.0.0.0/8",
];

/**
 * Whether addresses and CIDR ranges, taken together, are a network that somebody can own, and not a good part of the internet, however
 * many blocks it is written in. False where one of them is none.
 */
export const isNarrow = (ranges: readonly string[]): boolean => {
  const isV6 = (range: string): boolean => range.includes(":");
  return (
    ranges.every(isRange) &&
    measure(ranges.filter((range) => !isV6(range) && !isPrivate(range))) <= widest.v4 &&
    measure(ranges.filter(isV6)) <= widest.v6
  );
};

const isRange = (range: string): boolean => {
  const [address = "", length] = range.split("/");
  const bits = /^\d{1,3}(\.\d{1,3}){3}$/.test(address)
    ? 32
    : /^[\da-f:]*:[\da-f:.]*$/i.test(address)
      ? 128
      : -1;
  return bits >= 0 && (length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits));
};

const isPrivate = (range: string): boolean => {
  const { from, to } = stretchOf(range);
  return nobodys.map(stretchOf).some((own) => own.from <= from && to <= own.to);
};

/** How much of all addresses the ranges are, together. */
const measure = (ranges: readonly string[]): number => {
  const stretches = ranges.map(stretchOf).sort((a, b) => a.from - b.from);
  let covered = 0;
  let end = 0;
  for (const { from, to } of stretches) {
    covered += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return covered;
};

const stretchOf = (range: string): Stretch => {
  const [address = "", length] = range.split("/");
  const isV6 = address.includes(":");
  const size = 2 ** -Number(length ?? (isV6 ? 128 : 32));
  const place = isV6 ? placeOfV6(address) : placeOfV4(address);
  const from = Math.floor(place / size) * size;
  return { from, to: from + size };
};

const placeOfV4 = (address: string): number =>
  address.split(".").reduce((place, part, index) => place + Number(part) * 256 ** -(index + 1), 0);

const placeOfV6 = (address: string): number => {
  const [head = "", tail] = address.split("::");
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [first, last] = [groups(head), groups(tail ?? "")];
  const all = [
    ...first,
    ...Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => "0"),
    ...last,
  ];
  return all.reduce((place, group, index) => place + (parseInt(group, 16) || 0) * 65_536 ** -(index + 1), 0);
};
