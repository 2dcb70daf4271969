/** How values of one type become values of another, as the server's casts say. https://www.postgresql.org/docs/current/catalog-pg-cast.html */

import type { Session } from "./session.ts";

export type CastKind = "assignment" | "explicit" | "none";

/** How a value of one type becomes one of another. */
export interface Casts {
  readonly kind: (from: string, to: string) => CastKind;
  /** Whether what comes of it depends on settings of the session: a time zone. */
  readonly isOfSession: (from: string, to: string) => boolean;
}

/** Where no two types differ. */
export const NO_CASTS: Casts = {
  kind: (from, to) => (from === to ? "assignment" : "none"),
  isOfSession: () => false,
};

/**
 * Asks for the given pairs of types, in both directions. A type that the server doesn't know yet is taken for an enum about
 * to be created, or an array of one: text leads to it by an explicit cast, and from it by assignment.
 */
export async function askCasts(session: Session, pairs: readonly (readonly [string, string])[]): Promise<Casts> {
  const known = new Map<string, CastKind>();
  const ofSession = new Set<string>();
  const wanted = [...new Set(pairs.flatMap(([from, to]) => [JSON.stringify([from, to]), JSON.stringify([to, from])]))];
  if (wanted.length > 0) {
    const rows = await session.printed(
      `with pair as (
         select n, p ->> 0 as f, p ->> 1 as t from pg_catalog.json_array_elements($1::text::json) with ordinality e(p, n)
       ), resolved as (
         select n, pg_catalog.to_regtype(f) as fo, pg_catalog.to_regtype(t) as "to",
           case when f like '%[]' then 'A' else 'E' end as fc, case when t like '%[]' then 'A' else 'E' end as tc from pair
       ), base as (
         select r.n, coalesce(nullif(f.typbasetype, 0), f.oid) as fo, coalesce(nullif(t.typbasetype, 0), t.oid) as "to",
           coalesce(f.typcategory::text, r.fc) as fc, coalesce(t.typcategory::text, r.tc) as tc
         from resolved r left join pg_catalog.pg_type f on f.oid = r.fo left join pg_catalog.pg_type t on t.oid = r."to"
       ), element as (
         select b.n, b.fo, b."to", b.fc, b.tc from base b where b.fc <> 'A' or b.tc <> 'A'
         union all
         select b.n, f.oid, t.oid, coalesce(f.typcategory::text, 'E'), coalesce(t.typcategory::text, 'E')
         from base b left join pg_catalog.pg_type fa on fa.oid = b.fo left join pg_catalog.pg_type f on f.oid = fa.typelem
         left join pg_catalog.pg_type ta on ta.oid = b."to" left join pg_catalog.pg_type t on t.oid = ta.typelem
         where b.fc = 'A' and b.tc = 'A'
       )
       select case
         -- Assigned, values of another length are all refused; cast, they are cut or filled up.
         when e.fo = e."to" and e.fo = 'pg_catalog.bit'::pg_catalog.regtype then 'explicit'
         when e.fo = e."to" then 'assignment'
         when c.castcontext in ('i', 'a') then 'assignment'
         when c.castcontext = 'e' then 'explicit'
         when e.tc = 'S' and not (e.fc = 'A') then 'assignment'
         when e.fc = 'S' and not (e.tc = 'A') then 'explicit'
         else 'none' end as kind, coalesce(f.provolatile = 's', false) as of_session
       from element e left join pg_catalog.pg_cast c on c.castsource = e.fo and c.casttarget = e."to"
       left join pg_catalog.pg_proc f on f.oid = c.castfunc order by e.n`,
      [`[${wanted.join(",")}]`],
    );
    wanted.forEach((pair, position) => {
      // The query gives one of the three words.
      known.set(pair, String(rows[position]?.["kind"]) as CastKind);
      if (rows[position]?.["of_session"] === true) ofSession.add(pair);
    });
  }
  return {
    kind: (from, to) => known.get(JSON.stringify([from, to])) ?? NO_CASTS.kind(from, to),
    isOfSession: (from, to) => ofSession.has(JSON.stringify([from, to])),
  };
}
