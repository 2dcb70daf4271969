#!/usr/bin/env node
import module from "node:module";
import { setFlagsFromString } from "node:v8";

// A command is over before most of what V8 optimises early pays for the processor time that this takes. Later versions of
// Node count otherwise, and do not know the flag.
if (process.versions.node.startsWith("20.")) setFlagsFromString("--interrupt-budget=500000");
module.enableCompileCache?.();
const { main } = await import("../dist/index.mjs");
await main(process.argv.slice(2));
