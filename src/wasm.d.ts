/** Compiled code that is part of the program: the bytes of the file. */
declare module "*.wasm" {
  const bytes: Uint8Array;
  export default bytes;
}
