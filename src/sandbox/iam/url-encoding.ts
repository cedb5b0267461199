/** Policy documents travel URL-encoded after RFC 3986, which reserves five characters more than JavaScript does. */
export const urlEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
