/** A model without what the configuration has Sluice leave alone. */

import { filtersOf, type Filters } from "../filters/filters.ts";
import type { ModelSource } from "./model-source.ts";

export type ModelFilters = Pick<Filters, "schema" | "relation" | "role">;

/** Everything counts but roles, which are the whole cluster's. */
export const UNFILTERED: ModelFilters = filtersOf({});

/** What of the sources counts. What is left is read as if there were no more. */
export function filteredSource(source: ModelSource, filters: ModelFilters): ModelSource {
  const { defaultSchema } = source;
  return {
    ...source,
    schemas: source.schemas.filter(filters.schema),
    tables: source.tables.filter(({ schema, name }) => filters.schema(schema) && filters.relation(schema, name)),
    views: source.views.filter(({ schema, name }) => filters.schema(schema) && filters.relation(schema, name)),
    enums: source.enums.filter(({ schema }) => filters.schema(schema ?? defaultSchema)),
    sequences: source.sequences.filter(({ schema }) => filters.schema(schema ?? defaultSchema)),
  };
}
