/** Drizzle has no comments. */

import type { ModelReader } from "../kind.ts";
import type { CommentObject } from "./object.ts";

export const model: ModelReader<CommentObject> = () => [];
