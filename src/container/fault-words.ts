/** What is wrong, without the letters that stand there: outside of a policy they may be secret. */
export const withoutText = (message: string): string =>
  message
    .replace(/^(?!the character U\+).+ is not (in double quotes|allowed here)$/s, "this is not $1")
    .replace(/(escape sequence) .*$/s, "$1")
    .replace(/: .*$/s, "");
