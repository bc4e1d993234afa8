import { smallForm as form, type SmallForm, type WebContext } from '../../../../web/index.ts'

/** A short form about something in the queue. */
export const smallForm = (c: WebContext, about: Omit<SmallForm, 'current'>): Response | Promise<Response> =>
  form(c, { ...about, current: 'ko' })
