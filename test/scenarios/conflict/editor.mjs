export default [
  (text, { other }) => {
    other("remove-user", "alias/app", "role/App", "--yes");
    return text.replace("Allow use of the key", "Allow use of the key by the application");
  },
];
