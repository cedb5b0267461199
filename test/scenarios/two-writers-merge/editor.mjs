export default [
  (text, { other }) => {
    other("add-user", "alias/app", "role/service/Backup", "--yes");
    return text.replace(
      '"arn:aws:iam::111122223333:role/App"',
      '["arn:aws:iam::111122223333:role/App", "arn:aws:iam::111122223333:role/Admin"]',
    );
  },
];
