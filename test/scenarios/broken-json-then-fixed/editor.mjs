export default [
  (text) => text.replace("\"2012-10-17\",", "\"2012-10-17\""),
  (text) => text.replace("\"2012-10-17\"", "\"2012-10-17\",").replaceAll("role/App", "role/service/Backup"),
];
