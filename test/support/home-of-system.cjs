// Has the system say that the user's home is another folder: HOME does not, and the tests are not to write in the real one.
const os = require("node:os");

const { userInfo } = os;
os.userInfo = (...options) => ({ ...userInfo(...options), homedir: process.env.TEST_HOME_OF_SYSTEM });
