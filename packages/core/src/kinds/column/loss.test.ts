import { losesDigits } from "./loss.ts";

test.each([
  ["numeric(10,4)", "numeric(10,2)"],
  ["numeric", "numeric(10,2)"],
  ["numeric(10,4)[]", "numeric(10,2)[]"],
  ["numeric(10,4)", "integer"],
  ["double precision", "real"],
  ["bigint", "double precision"],
  ["integer", "real"],
  ["real", "numeric(5,1)"],
  ["timestamp with time zone", "date"],
  ["timestamp(3) without time zone", "time without time zone"],
  ["timestamp without time zone", "timestamp(3) without time zone"],
  ["time with time zone", "time without time zone"],
  ["time(6) without time zone", "time(0) without time zone"],
  ["interval", "interval day to second(3)"],
  ["interval(6)", "interval(2)"],
  ["bit(5)", "bit(3)"],
  ["bit(5)", "bit(1)"],
])("%s to %s may lose digits", (from, to) => {
  expect(losesDigits(from, to)).toBe(true);
});

test.each([
  ["numeric(10,2)", "numeric(12,4)"],
  ["numeric(10,2)", "numeric"],
  ["numeric(10,0)", "bigint"],
  ["integer", "bigint"],
  ["bigint", "integer"],
  ["integer", "numeric(10,2)"],
  ["integer", "double precision"],
  ["real", "double precision"],
  ["character varying(20)", "character varying(10)"],
  ["text", "integer"],
  ["timestamp(3) without time zone", "timestamp without time zone"],
  ["timestamp without time zone", "timestamp with time zone"],
  ["date", "timestamp(0) without time zone"],
  ["interval(2)", "interval"],
  ["public.mood", "text"],
  ["bit(3)", "bit(5)"],
  ["bit varying(5)", "bit varying(3)"],
])("%s to %s keeps every value or fails", (from, to) => {
  expect(losesDigits(from, to)).toBe(false);
});
