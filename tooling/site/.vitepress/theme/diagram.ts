import { useData } from 'vitepress'
import { type Component, defineComponent, h, onMounted, ref, watch } from 'vue'

let drawn = 0

/** A Mermaid diagram. Its text is there until it is drawn, and without JavaScript. */
export const Diagram: Component = defineComponent({
  props: { code: { type: String, required: true } },
  setup({ code }) {
    const { isDark } = useData()
    const text = decodeURIComponent(code)
    const svg = ref('')
    const draw = async (): Promise<void> => {
      const { default: mermaid } = await import('mermaid')
      mermaid.initialize({
        startOnLoad: false,
        securityLevel: 'strict',
        theme: isDark.value ? 'dark' : 'neutral',
        // Labels as SVG text: the page's line height would cut those that are HTML.
        htmlLabels: false,
        flowchart: { htmlLabels: false },
      })
      svg.value = (await mermaid.render(`diagram-${++drawn}`, text)).svg
    }
    onMounted(draw)
    watch(isDark, draw)
    return () =>
      svg.value === ''
        ? h('pre', { class: 'diagram' }, text)
        : h('div', { class: 'diagram', tabindex: 0, role: 'group', 'aria-label': 'Diagram', innerHTML: svg.value })
  },
})
