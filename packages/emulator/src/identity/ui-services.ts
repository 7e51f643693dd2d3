interface Described {
  name: string
  verbose: string
  dashboard: string
}

const COMPONENTS: readonly Described[] = [
  { name: 'astakos', verbose: 'Dashboard', dashboard: 'Manage your account, and the projects that you are in.' },
  { name: 'cyclades', verbose: 'Compute', dashboard: 'Create and manage virtual machines and networks.' },
  { name: 'pithos', verbose: 'Storage', dashboard: 'Store files, and share them with others.' },
]

/** The components of the cloud as its web pages show them. */
export function cloudServices(origin: string): unknown[] {
  return COMPONENTS.map(({ name, verbose, dashboard }, order) => ({
    order: order + 1,
    name,
    verbose_name: verbose,
    url: `${origin}/${name}/ui`,
    cloudbar: { show: true, title: verbose, name },
    dashboard: { show: true, order: order + 1, description: dashboard },
  }))
}
