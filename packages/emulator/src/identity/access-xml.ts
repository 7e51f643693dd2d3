import { escapeXml, XML_HEAD } from '../http/xml.ts'
import type { CatalogService } from './catalog.ts'

export interface Access {
  token?: { expires: string; id: string; tenant: { id: string; name: string } }
  serviceCatalog?: CatalogService[]
  user?: {
    roles_links: unknown[]
    projects?: string[]
    id: string
    roles: { id: string; name: string }[]
    name: string
  }
}

/** The response to `POST /tokens` as XML, with the white space that the server's template leaves. */
export function accessXml({ token, user, serviceCatalog }: Access): string {
  const attribute = (name: string, value: string) => `${name}="${escapeXml(value)}"`
  const tokenPart = token
    ? `\n    <token ${attribute('id', token.id)} ${attribute('expires', token.expires)}>\n        <tenant ${attribute('id', token.tenant.id)} ${attribute('name', token.tenant.name)} />\n    </token>\n    `
    : ''
  const roles = (user?.roles ?? []).map(
    ({ id, name }) => `\n                <role ${attribute('id', id)} ${attribute('name', name)}/>\n            `,
  )
  const userPart = user
    ? `\n    <user ${attribute('id', user.id)} ${attribute('name', user.name)}>\n        <roles>\n            ${roles.join('')}\n        </roles>\n    </user>\n    `
    : ''
  const services = (serviceCatalog ?? []).map(({ type, name, endpoints }) => {
    const shown = endpoints.map(
      (endpoint) =>
        `\n            <endpoint ${Object.entries(endpoint)
          .map(([key, value]) => ` ${attribute(key, value)} `)
          .join('')} />\n            `,
    )
    return `\n        <service ${attribute('type', type)} ${attribute('name', name)}>\n            ${shown.join('')}\n        </service>\n    `
  })
  return (
    `${XML_HEAD}\n` +
    '<access xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\n    xmlns="http://docs.openstack.org/identity/api/v2.0">\n' +
    `    ${tokenPart}\n    ${userPart}\n    <serviceCatalog>\n    ${services.join('')}\n    </serviceCatalog>\n</access>\n`
  )
}
