// A button that opens the browser's own print dialog: a page of Streamlit has no other way to it.

export default function ({ parentElement }) {
  const button = parentElement.querySelector('button')
  button.onclick = () => window.print()
}
