import type { List, RequestOptions } from '@kamaki/core'
import { Resource } from '@kamaki/core/toolkit'

/** A part of the cloud that has its own pages. */
export interface CloudService {
  name: string
  verbose_name: string
  url: string | null
  order: number
  cloudbar: {
    readonly show?: boolean | undefined
    readonly title?: string | undefined
    [key: string]: unknown
  }
  dashboard: {
    readonly show?: boolean | undefined
    readonly order?: number | undefined
    readonly description?: string | undefined
    [key: string]: unknown
  }
}

/** An entry of the menu that all pages of the cloud show. */
export interface MenuItem {
  url: string
  name: string
  readonly is_active?: boolean | undefined
}

/** What the pages of the cloud share. No token is needed. */
export class Ui extends Resource {
  /**
   * The parts of the cloud that have pages.
   *
   * `GET <SNF:uiURL of account>/get_services` · 200 · identity-api-guide § Get Services
   */
  services(options?: RequestOptions): List<CloudService> {
    return this.bareList<CloudService>('get_services', options)
  }

  /**
   * The menu of the browser's session (`headers: { cookie }`); without one, an entry to sign in. The token does not matter.
   *
   * `GET <SNF:uiURL of account>/get_menu` · 200 · identity-api-guide § Get Menu
   */
  menu(options?: RequestOptions): List<MenuItem> {
    return this.bareList<MenuItem>('get_menu', options)
  }
}
