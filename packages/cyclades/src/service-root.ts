import { serviceRoot } from '@kamaki/core/toolkit'

/**
 * The URL of a service that lives beside another one: the user data keys beside compute, which the catalog does not
 * have.
 */
export function siblingService(endpointUrl: string, name: string): string {
  return `${serviceRoot(endpointUrl).replace(/\/[^/]+$/, '')}/${name}`
}
