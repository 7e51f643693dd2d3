/** The mark of a fetch that is Node's own with other connections: what is known of the one holds for the other. */
export const nodeFetchMark: symbol = Symbol.for('@kamaki/core/node-fetch')
