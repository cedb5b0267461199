export default [
  (text) => text.replaceAll("role/App", "group/Team"),
  (text) => text.replaceAll("group/Team", "role/service/Backup"),
];
