import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  platform: "node",
  target: "node20",
  dts: true,
  clean: true,
  // A test runner's sandbox has no import() in CommonJS: what is loaded lazily is required there.
  outputOptions: { dynamicImportInCjs: false },
  // __filename in ES modules.
  shims: true,
  // Slow, and about what is published: they watch where CI is set.
  publint: "ci-only",
  attw: { enabled: "ci-only", profile: "node16", level: "error" },
});
