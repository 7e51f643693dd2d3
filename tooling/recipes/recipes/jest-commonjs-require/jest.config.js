// ES modules of packages become CommonJS as they are required, so that Jest needs no option of Node.
module.exports = { transform: { '\\.js$': './to-commonjs.js' }, transformIgnorePatterns: [] }
