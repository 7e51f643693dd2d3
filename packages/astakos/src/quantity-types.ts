/**
 * A count or a number of bytes of up to 63 bits. `Infinity` stands for 2^63-1, which means unlimited, in both directions;
 * what a number cannot hold exactly (from 2^53, 9 PB) is a `bigint`.
 */
export type Quantity = number | bigint
