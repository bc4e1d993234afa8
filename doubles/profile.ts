/** What somebody has written on an account's profile; the story's own to change. */
export interface ShownProfile {
  description: string
  website: string
  email: string
  follows: number
  /** Whether everyone may read it. */
  open: boolean
}

export const shownProfile = (): ShownProfile => ({
  description: '',
  website: '',
  email: '',
  follows: 0,
  open: true,
})
