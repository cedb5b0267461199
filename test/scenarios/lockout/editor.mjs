export default [(text) => text.replace("\"kms:*\"", "\"kms:Decrypt\""), (text) => text];
