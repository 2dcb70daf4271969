/** Types that Drizzle has no word for. */

import { customType } from "drizzle-orm/pg-core";

function typed<T>(name: string): ReturnType<typeof customType<{ data: T }>> {
  return customType<{ data: T }>({ dataType: () => name });
}

export const citext = typed<string>("citext");
export const bytes = typed<Uint8Array>("bytea");
export const tsvector = typed<string>("tsvector");
export const isbn = typed<string>("library.isbn");
export const money = typed<string>("money");
export const daterange = typed<string>("daterange");
export const tstzrange = typed<string>("tstzrange");
export const int4range = typed<string>("int4range");
export const xml = typed<string>("xml");
/** A text that sorts by its bytes. */
export const plainText = typed<string>('text COLLATE "C"');
