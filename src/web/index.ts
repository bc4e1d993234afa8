export { createWeb } from './app.ts'
export { assetHref, assetText } from './assets.ts'
export * from './context.ts'
export { csrfToken } from './csrf.ts'
export { pictureType } from './files/picture-type.ts'
export * from './forms.ts'
export { type Route, recogniseHost } from './guard.ts'
export { contentPolicy } from './headers.ts'
export * from './htmx.ts'
export type { PublicLook } from './layout/public-page.tsx'
export { type SmallForm, smallForm } from './layout/small-form.tsx'
export { type Preferences, preferencesOf } from './preferences.ts'
export * from './rate-limit.ts'
export { fragment, framedPage, page, publicPage, signInPage } from './respond.tsx'
export {
  attemptTokenOf,
  clearSessionCookie,
  sessionTokenOf,
  setAttemptCookie,
  setSessionCookie,
} from './session-cookie.ts'
export * from './ui/index.ts'
