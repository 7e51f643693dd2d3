const { transformSync } = require('esbuild')

const isModule = (code) => /^\s*(import|export)\b/m.test(code)

module.exports = {
  process(code, sourcefile) {
    if (!isModule(code)) return { code }
    return transformSync(code, {
      sourcefile,
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      supported: { 'dynamic-import': false },
      define: { 'import.meta.url': 'importMetaUrl' },
      banner: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;",
    })
  },
}
