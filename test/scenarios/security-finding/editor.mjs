export default [
  (text) => text.replace(/("AWS" : )"[^"]*role.App"/, '$1"*"'),
  (text) => text,
  (text) => text.replace(/("AWS" : )"[^"]*role.App"/, '$1"*"'),
];
