/** The version that stands in the ledger. */

export const VERSION = "0.1.0";
