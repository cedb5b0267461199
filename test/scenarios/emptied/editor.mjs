export default [() => ""];
