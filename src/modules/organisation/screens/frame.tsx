import { Tabs } from '../../../web/index.ts'

/** The settings' own tabs; only those that the person may open. */
export const SettingsTabs = ({ current, staff }: { current: 'staff' | 'own'; staff: boolean }) => (
  <Tabs
    label="Inställningar"
    tabs={[
      { href: '/installningar/riktlinje', text: 'Riktlinje' },
      { href: '/installningar/plattformar', text: 'Plattformar' },
      ...(staff
        ? [{ href: '/installningar/medarbetare', text: 'Medarbetare', current: current === 'staff' }]
        : []),
      { href: '/installningar/mig', text: 'Dina nycklar', current: current === 'own' },
      { href: '/installningar/notiser', text: 'Notiser' },
    ]}
  />
)
