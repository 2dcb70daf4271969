#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";

// A command is over before most of what V8 would optimise early pays for the processor time that this takes.
setFlagsFromString("--interrupt-budget=500000");
const { main } = await import("../dist/index.mjs");
await main(process.argv.slice(2));
