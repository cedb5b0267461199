export default [(text) => ({ text, exit: 1 })];
