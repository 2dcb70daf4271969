/** Drizzle has no owners. */

import type { ModelReader } from "../kind.ts";
import type { OwnerObject } from "./object.ts";

export const model: ModelReader<OwnerObject> = () => [];
