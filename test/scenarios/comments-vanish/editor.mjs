export default [(text) => text.replaceAll("role/App", "role/service/Backup").replace("{", "{ // for the backup\n")];
