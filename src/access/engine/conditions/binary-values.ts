const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/**
 * The one spelling of some bytes in base64: no padding, unused bits zero. Undefined for what is no base64. `QQ==`, `QQ` and `QR` are the
 * same byte (IAM User Guide, "Binary condition operators": compared byte for byte).
 */
export const plainBase64 = (text: string): string | undefined => {
  const [, digits] = /^([a-z0-9+/]*)={0,2}$/i.exec(text) ?? [];
  if (digits === undefined || digits.length % 4 === 1) return undefined;
  if (digits.length % 4 === 0) return digits;
  const unused = digits.length % 4 === 2 ? 4 : 2;
  const last = alphabet.indexOf(digits.slice(-1));
  return digits.slice(0, -1) + alphabet.charAt((last >> unused) << unused);
};
