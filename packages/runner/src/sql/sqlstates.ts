/** SQLSTATEs that Sluice's own statements raise. https://www.postgresql.org/docs/current/errcodes-appendix.html */

/** A class that neither the standard nor PostgreSQL has. */
export const ROWS_IN_THE_WAY = "SL001";
