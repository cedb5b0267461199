export default [() => ({ remove: true })];
