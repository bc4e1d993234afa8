import { may, type Permission } from '../../../access/index.ts'
import { Stop } from '../../../kernel/index.ts'
import { actorOf, page, type WebContext } from '../../../web/index.ts'
import { accountIdOf, probeAccount } from '../../accounts/index.ts'
import { collectSoon } from '../../collection/index.ts'
import { csvOf } from '../csv.ts'
import { AccountScreen } from '../screens/account.tsx'
import { RegisterScreen, rowsOnPage } from '../screens/register.tsx'
import { readAccount, readRegister } from '../service.ts'
import type { RegisterFilter } from '../types.ts'
import { backTo, current, given, type Handler } from './common.ts'

function filterIn(c: WebContext): RegisterFilter {
  const { q, forvaltning, plattform, lage, brister } = given(c)
  return {
    text: q ?? '',
    department: forvaltning ?? '',
    platform: plattform ?? '',
    state: lage === 'avslutade' ? 'closed' : 'active',
    lacking: brister === '1',
  }
}

/** The register as the filter leaves it, for a spreadsheet: what a department keeps of its own (A10). */
export const sendRegister: Handler = async (house, platforms, c) => {
  const { rows } = await readRegister(house, actorOf(c), filterIn(c))
  return c.body(
    csvOf(rows, (id) => platforms.get(id)?.name ?? id),
    200,
    {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="forteckning.csv"',
    },
  )
}

export const showRegister: Handler = async (house, platforms, c) => {
  const actor = actorOf(c)
  const { q, forvaltning, plattform, lage, brister, sida } = given(c)
  const filter = filterIn(c)
  const keep = { forvaltning, plattform, lage, brister }
  const link = (change: Readonly<Record<string, string>>): string => {
    const values = Object.entries({ q, ...keep, ...change }).filter(([, value]) => value)
    return `/register${values.length > 0 ? `?${new URLSearchParams(values as [string, string][])}` : ''}`
  }
  const register = await readRegister(house, actor, filter)
  const last = Math.max(1, Math.ceil(register.rows.length / rowsOnPage))
  return page(
    c,
    { title: 'Konton', current },
    <RegisterScreen
      register={register}
      filter={filter}
      link={link}
      keep={Object.fromEntries(Object.entries(keep).flatMap(([name, text]) => (text ? [[name, text]] : [])))}
      page={sida === 'alla' ? 'all' : Math.min(last, Math.max(1, Math.floor(Number(sida)) || 1))}
      platforms={platforms}
      mayRegister={may(actor, 'accounts.register')}
      mayStaffing={may(actor, 'staffing.read')}
    />,
  )
}

/** What has just been done, by its code in the address. */
const doneTexts: Readonly<Record<string, string>> = {
  tillagt: 'Provet gick bra. Kontot är med i registret, och den första hämtningen har börjat.',
  tillagtForHand: 'Kontot är med i registret. Det som finns där registreras för hand.',
  hamtas: 'Hämtningen börjar inom en halv minut. Ladda om sidan för att se vad som kom.',
  anslutet: 'Provet gick bra. Kontot är anslutet på nytt och hämtas nu.',
  provat: 'Plattformen har svarat. Det den sa står under Vad anslutningen klarar.',
  ansvar: 'Ansvaret är sparat.',
  underskrift: 'Underskriften är sparad. Svar som redan är skickade står kvar som de är.',
  lasare: 'Sparat. Den offentliga listan följer det från och med nu.',
  brevlada: 'Brevlådan är sparad.',
  pausat: 'Kontot är pausat. Det andra skriver där hämtas och bevakas som vanligt.',
  igang: 'Kontot är i gång igen.',
  checklista: 'Genomgången är sparad. Nästa gång är om ett år.',
  uppfoljd: 'Uppföljningen är sparad. Nästa gång är om ett år.',
  forklarat: 'Förklaringen är sparad. Luckan står kvar med den bredvid.',
}

export const showAccount: Handler = async (house, platforms, c) => {
  const actor = actorOf(c)
  const found = await readAccount(house, actor, accountIdOf(c))
  const { account } = found.row
  const allowed = (permission: Permission): boolean => may(actor, permission, account)
  return page(
    c,
    { title: account.name, current },
    <AccountScreen
      page={found}
      platform={platforms.get(account.platform)}
      done={doneTexts[given(c)['gjort'] ?? '']}
      may={{
        run: allowed('collection.run'),
        connect: allowed('accounts.connect'),
        appoint: allowed('accounts.register'),
        explain: allowed('collection.explainGap'),
        confirm: allowed('supervision.confirm'),
        record: allowed('collection.recordByHand'),
        staff: allowed('staffing.manage'),
        vault: allowed('vault.read'),
        close: allowed('accounts.close'),
        followUp: allowed('applications.write'),
        prove: allowed('archive.prove'),
        rights: allowed('rights.read'),
      }}
    />,
  )
}

export const collect: Handler = async (house, _platforms, c) => {
  const accountId = accountIdOf(c)
  await collectSoon(house, actorOf(c), accountId)
  return backTo(c, accountId, 'hamtas')
}

/** @throws Stop('invalid') when the platform does not say. */
export const probe: Handler = async (house, platforms, c) => {
  const accountId = accountIdOf(c)
  const probed = await probeAccount(house, actorOf(c), platforms, accountId)
  if (!probed.ok)
    throw new Stop('invalid', `Provet gick inte. ${probed.error} Det som visades förut står kvar.`)
  return backTo(c, accountId, 'provat')
}
