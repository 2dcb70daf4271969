/** Since when the system catalogs tell certain things; as `server_version_num`. */

/** https://www.postgresql.org/docs/15/release-15.html */
export const NULLS_NOT_DISTINCT_SINCE = 150000;
export const ON_DELETE_COLUMNS_SINCE = 150000;

/** WITHOUT OVERLAPS, PERIOD, NOT ENFORCED. https://www.postgresql.org/docs/18/release-18.html */
export const TEMPORAL_SINCE = 180000;
export const ENFORCED_SINCE = 180000;

/** ALTER MATERIALIZED VIEW … SET ACCESS METHOD. https://www.postgresql.org/docs/15/release-15.html */
export const SET_ACCESS_METHOD_SINCE = 150000;
