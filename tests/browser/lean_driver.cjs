// Loaded into Playwright's driver before its own code. A look of `expect` that does not find what it waits for writes down
// the accessibility tree of the whole page, only for the message of a test that fails. While a page comes there are dozens
// of such looks, and on a result each costs as much as drawing a chart: here they write nothing down.

const Module = require('node:module')

const WRITES_TREE = 'ariaSnapshotForExpectFailure(element, options) {'
const compile = Module.prototype._compile

Module.prototype._compile = function (text, file, ...rest) {
  const isDrivers = file.endsWith('coreBundle.js')
  return compile.call(this, isDrivers ? text.replaceAll(WRITES_TREE, `${WRITES_TREE} return;`) : text, file, ...rest)
}
