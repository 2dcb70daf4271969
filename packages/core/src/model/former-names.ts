/** What a model says that its objects were called. */

import { formerName, truncateIdentifier } from "@sluice/runner";
import type { FormerPath } from "../catalog/object.ts";

/**
 * The former path of an object of the given kind and path.
 *
 * @param part what the values that it tells are, e.g. `enum-value`.
 */
export function formerPaths(
  kind: string,
  path: readonly string[],
  object: unknown,
  part?: string,
): readonly FormerPath[] {
  const former = formerName(object);
  if (former === null) return [];
  const { name, schema, values = {} } = former;
  const from = path.map((now, position) => {
    if (position === path.length - 1) return name === undefined ? now : truncateIdentifier(name);
    return position === 0 ? (schema ?? now) : now;
  });
  const parts = part === undefined ? [] : Object.entries(values);
  return [
    ...(name === undefined && schema === undefined ? [] : [{ kind, from, to: path }]),
    ...parts.map(([to, was]) => ({ kind: part ?? kind, from: [...path, was], to: [...path, to] })),
  ];
}
