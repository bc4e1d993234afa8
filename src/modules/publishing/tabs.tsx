import { Tabs } from '../../web/index.ts'

const views = [
  { href: '/publicering', text: 'Inlägg' },
  { href: '/publicering/nyheter', text: 'Nyheter' },
  { href: '/publicering/tillstand', text: 'Tillstånd' },
  { href: '/publicering/privat', text: 'Privat om jobbet' },
] as const

/** The views of publishing, on each of them. */
export const PublishingTabs = ({ current }: { current: (typeof views)[number]['href'] }) => (
  <Tabs label="Publicering" tabs={views.map((view) => ({ ...view, current: view.href === current }))} />
)
