export default [(text) => text.replace("role/App", "role/service/Backup")];
