/** All that is asked of a database once it is known what of it is looked at. */

import { kinds, type AnyObject } from "../kinds/index.ts";
import type { LiveQuery, LiveReader, LiveScope } from "../kinds/kind.ts";
import { unmanagedQuery } from "./unmanaged.ts";

/** Of each kind, parents before what belongs to them. */
export const READERS: readonly LiveReader<AnyObject>[] = Object.values(kinds).map((kind) => kind.live);

/** The queries about a scope. */
export function queriesOf(scope: LiveScope): readonly LiveQuery<unknown>[] {
  const ofKinds = READERS.flatMap((reader) => [
    ...(reader.notes === undefined ? [] : [reader.notes.query(scope)]),
    reader.query(scope),
  ]);
  return [...ofKinds, unmanagedQuery(scope)];
}
