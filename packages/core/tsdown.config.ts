import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  platform: "node",
  target: "node20",
  dts: true,
  clean: true,
  // Slow, and about what is published: they watch where CI is set.
  publint: "ci-only",
  attw: { enabled: "ci-only", profile: "node16", level: "error" },
});
