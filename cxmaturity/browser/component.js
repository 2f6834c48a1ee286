// What Streamlit runs for a component. It runs this text under an address of its own, from which nothing can be imported
// by a relative path; so the component's module is loaded from the address in its data, and mounted.

const load = (address) => import(address).catch(async () => {  // the server may be starting again
  await new Promise((resolve) => setTimeout(resolve, 1000))
  return load(`${address}?`)  // a browser may remember that an address failed
})

export default function (component) {
  const mounting = load(new URL(component.data.module, location.origin).href).then(({ mount }) => mount(component))
  return () => mounting.then((unmount) => unmount())
}
