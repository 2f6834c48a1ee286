// A browser that translates a page puts its own elements in place of texts. React, which draws the pages, throws an error
// when it removes such a text or inserts something before it. Here the first is ignored and the second appends.

export function tolerateTranslation() {
  const { removeChild, insertBefore } = Node.prototype
  Node.prototype.removeChild = function (child) {
    return child.parentNode === this ? removeChild.call(this, child) : child
  }
  Node.prototype.insertBefore = function (added, before) {
    return insertBefore.call(this, added, before?.parentNode === this ? before : null)
  }
}
