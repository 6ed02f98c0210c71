/* Run from the root of the repository: eslint --config tests/javascript/eslint.config.js FOLDER. */
import js from "@eslint/js";
import globals from "globals";

// Streamlit loads these as modules; the others are scripts, joined into one file.
const ELEMENTS = ["copy", "desk", "facets", "rows", "stage", "wording"].map((name) => `**/web/${name}.js`);

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: "script", globals: { ...globals.browser, L: "readonly" } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "array-callback-return": "error",
      "consistent-return": "error",
      "eqeqeq": "error",
      "max-len": ["error", { code: 120 }],
      "no-implicit-globals": "error",
      "no-param-reassign": "error",
      "no-restricted-properties": ["error", { property: "innerHTML", message: "Texts only become text nodes." }],
      "no-shadow": "error",
      "no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "no-use-before-define": ["error", { functions: false, classes: false, variables: false }],
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "strict": ["error", "safe"],
    },
  },
  { files: ELEMENTS, languageOptions: { sourceType: "module" } },
  { files: ["tests/javascript/**"], languageOptions: { sourceType: "module", globals: globals.node } },
];
