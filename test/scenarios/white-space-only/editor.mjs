export default [(text) => text.replaceAll("  ", "    ")];
