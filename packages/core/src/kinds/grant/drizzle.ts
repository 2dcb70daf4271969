/** Drizzle has no privileges. */

import type { ModelReader } from "../kind.ts";
import type { GrantObject } from "./object.ts";

export const model: ModelReader<GrantObject> = () => [];
