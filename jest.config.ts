/** @jest-config-loader esbuild-register */
import type { Config } from "jest";

const config: Config = {
  testMatch: ["<rootDir>/packages/*/src/**/*.test.ts", "<rootDir>/test/**/*.test.ts"],
  transform: { "\\.[cm]?tsx?$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  moduleNameMapper: { "^@sluice/([a-z-]+)$": "<rootDir>/packages/$1/src/index.ts" },
  modulePathIgnorePatterns: ["<rootDir>/packages/.*/dist"],
  testPathIgnorePatterns: ["/node_modules/", "/dist/"],
  globalSetup: "<rootDir>/packages/test-kit/src/jest/global-setup.ts",
  globalTeardown: "<rootDir>/packages/test-kit/src/jest/global-teardown.ts",
  testSequencer: "<rootDir>/packages/test-kit/src/jest/longest-first.mjs",
  testTimeout: 60_000,
  maxWorkers: 2,
};

export default config;
