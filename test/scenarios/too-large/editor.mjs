export default [(text) => text.replace("{", "{" + "\n".repeat(33_000)).replace("App", "Reader"), (text) => text];
