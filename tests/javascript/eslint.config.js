/* Run from the root of the repository: eslint --config tests/javascript/eslint.config.js FOLDER. */
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/web/built/**"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: "module", globals: { ...globals.browser, L: "readonly" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      "eqeqeq": "error",
      "max-len": ["error", { code: 120 }],
      "no-duplicate-imports": "error",
      "no-param-reassign": "error",
      "no-restricted-properties": ["error", { property: "innerHTML", message: "Texts only become text nodes." }],
      "no-shadow": "error",
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
    },
  },
  { files: ["tests/javascript/**"], languageOptions: { globals: globals.node } },
];
