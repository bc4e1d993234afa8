import type { IdentityFailure } from '../../../gateways/identity/contract.ts'
import { type IdentityOverview, roleName, type Tried } from '../../../modules/organisation/index.ts'

export const triedText: Readonly<Record<Tried, string>> = {
  knowsUs: 'Inloggningstjänsten svarar och känner igen Uppsikt.',
  certificatesHold:
    'Certifikatet går att läsa och gäller i dag. Med SAML visar sig resten vid första inloggningen: prova att logga in i ett privat fönster.',
}

export const failureText = ({ kind, detail }: IdentityFailure): string =>
  kind === 'unreachable'
    ? `Inloggningstjänsten svarar inte (${detail}). Kontrollera adressen, och att den går att nå från den här maskinen. Ligger den på kommunens eget nät, ställ in den med --private.`
    : `Inloggningstjänsten svarar, men inte som den ska (${detail}). Kontrollera utfärdare, klient-id, hemlighet och svarsadress.`

/** How sign-in is set, and what is to be written in at the provider, in lines. */
export function overviewText({ provider, groups, addresses, breakGlass }: IdentityOverview): string {
  const set = provider
    ? [
        `Protokoll: ${provider.settings.protocol === 'oidc' ? 'OpenID Connect' : 'SAML 2.0'}`,
        `Utfärdare: ${provider.settings.issuer}`,
        `Första inloggningen får gå efter e-post: ${provider.matchEmail ? 'ja' : 'nej'}`,
        `Bara kommunens inloggning: ${provider.only ? 'ja' : 'nej'}`,
      ]
    : ['Ingen inloggningstjänst är inställd.']
  return [
    ...set,
    `Reservinloggning: ${breakGlass.join(', ') || 'ingen'}`,
    ...groups.map((one) => `Grupp ${one.group}: ${roleName(one.role)}, ${one.department ?? 'hela kommunen'}`),
    '',
    'Att skriva in hos inloggningstjänsten:',
    `Svarsadress (OIDC redirect URI): ${addresses.redirect}`,
    `Utloggning (OIDC back-channel): ${addresses.logout}`,
    `Entitets-id och metadata (SAML): ${addresses.samlEntity}`,
    `Svarsadress (SAML ACS): ${addresses.samlAnswer}`,
    `Katalog (SCIM): ${addresses.scim}`,
  ].join('\n')
}
