import type { DefaultTheme, UserConfig } from 'vitepress'
import { here, pages, site } from './folders.ts'
import { guides, reference } from './sidebar.ts'
import { slugOf } from './slug.ts'

/** What VitePress is told. Links that lead nowhere end the build; the site asks no other host for anything. */
export function config(): UserConfig<DefaultTheme.Config> {
  const pagesOfGuides = guides()
  return {
    lang: 'en',
    title: 'kamaki for TypeScript',
    description: 'The SDK for Synnefo clouds',
    srcDir: pages,
    outDir: site,
    cacheDir: `${here}.tmp/cache`,
    metaChunk: true,
    head: [['link', { rel: 'icon', href: 'data:,' }]],
    markdown: {
      theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      anchor: { slugify: slugOf },
      config: (markdown) => {
        // A column without a heading is none for a screen reader either.
        markdown.core.ruler.push('headless-columns', ({ tokens }) => {
          for (const [index, token] of tokens.entries()) {
            if (token.type !== 'th_open' || tokens[index + 1]?.content !== '') continue
            for (const cell of [token, tokens[index + 2]]) if (cell) cell.tag = 'td'
          }
        })
        const fence = markdown.renderer.rules.fence
        markdown.renderer.rules.fence = (tokens, index, ...rest) => {
          const { info, content } = tokens[index] ?? { info: '', content: '' }
          if (info.trim() !== 'mermaid') return fence?.(tokens, index, ...rest) ?? ''
          return `<Diagram code="${encodeURIComponent(content)}" />\n`
        }
      },
    },
    themeConfig: {
      nav: [
        { text: 'Get started', link: '/get-started' },
        { text: 'How do I ...', link: '/how-do-i' },
        { text: 'Errors', link: '/errors' },
        { text: 'Reference', link: '/api/' },
      ],
      sidebar: { '/api/': reference(), '/': pagesOfGuides },
      outline: { level: [2, 3] },
      search: {
        provider: 'local',
        options: {
          // What explains comes before what lists.
          miniSearch: { searchOptions: { boostDocument: (id: string) => (id.includes('/api/') ? 0.3 : 1) } },
        },
      },
    },
    vite: {
      // Diagrams come in a chunk of their own, which pages without any do not load.
      build: { chunkSizeWarningLimit: 4_000 },
    },
  }
}
