import { nearest } from './page.ts'

/** Shows or veils the text beside the button; without script the form asks for the page again. */
document.addEventListener('click', (event) => {
  const button = nearest(event, '[data-veil]')
  const text = button && document.getElementById(button.dataset['veil'] ?? '')
  if (!text) return
  event.preventDefault()
  const veiled = text.classList.toggle('veiled')
  if (veiled) text.setAttribute('aria-hidden', 'true')
  else text.removeAttribute('aria-hidden')
  button.setAttribute('aria-expanded', String(!veiled))
  const word = button.querySelector('[data-veil-word]')
  if (word) word.textContent = veiled ? 'Visa texten' : 'Dölj texten'
})
