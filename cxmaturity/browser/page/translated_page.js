// A browser that translates a page replaces texts by its own elements. React, which draws the pages, throws an error when
// it removes a replaced text or inserts something before it. This script ignores the removal, and appends instead.

export function tolerateTranslation() {
  const { removeChild, insertBefore } = Node.prototype
  Node.prototype.removeChild = function (child) {
    return child.parentNode === this ? removeChild.call(this, child) : child
  }
  Node.prototype.insertBefore = function (added, before) {
    return insertBefore.call(this, added, before?.parentNode === this ? before : null)
  }
}
