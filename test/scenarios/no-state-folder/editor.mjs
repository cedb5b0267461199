export default [(text) => text.replaceAll("role/App", "role/service/Backup")];
