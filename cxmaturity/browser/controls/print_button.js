// A button that opens the browser's print dialog, which Streamlit itself cannot do.

export default function ({ parentElement }) {
  const button = parentElement.querySelector('button')
  button.onclick = () => window.print()
}
