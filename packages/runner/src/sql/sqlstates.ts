/** SQLSTATEs that more than one place knows. https://www.postgresql.org/docs/current/errcodes-appendix.html */

/** What Sluice's own statements raise: of a class that neither the standard nor PostgreSQL has. */
export const ROWS_IN_THE_WAY = "SL001";

export const UNIQUE_VIOLATION = "23505";
