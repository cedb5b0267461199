export default [(text) => ({ text: text.replaceAll("role/App", "role/service/Backup"), kill: "SIGTERM" })];
