/** The account id in a text as people have it at hand: 12 digits, or in three groups, as the console shows it. Undefined for any other text. */
export const accountIdIn = (text: string): string | undefined => {
  const id = undashed(text.trim());
  return /^\d{12}$/.test(id) ? id : undefined;
};

/** An operand with the account id as KMS takes it, where it is one as the console shows it; any other as it is. */
export const undashed = (text: string): string => text.replace(/^(\d{4})-(\d{4})-(\d{4})$/, "$1$2$3");
