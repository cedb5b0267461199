const octet = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}(?:/(?:3[0-2]|[12]?\\d))?$`);
const ipv6 = /^(?=.*:)[\da-f]{0,4}(?::[\da-f]{0,4}){1,7}(?:\/(?:12[0-8]|1[01]\d|[1-9]?\d))?$/i;

/** Whether a text is an address or a CIDR range, of IPv4 or IPv6 (IAM User Guide, "IP address condition operators"). */
export const isAddressRange = (text: string): boolean => ipv4.test(text) || ipv6.test(text);
