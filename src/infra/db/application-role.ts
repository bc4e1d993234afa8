import type pg from 'pg'
import { describeError, Stop } from '../../kernel/index.ts'

interface RoleFacts {
  readonly role: string
  readonly superuser: boolean
  readonly bypass: boolean
  readonly owns: boolean
}

/** Also through membership: whoever may SET ROLE to a role has what that role has. */
const facts = `
  SELECT current_user AS role,
    EXISTS (SELECT FROM pg_roles r WHERE r.rolsuper AND pg_has_role(current_user, r.oid, 'MEMBER')) AS superuser,
    EXISTS (SELECT FROM pg_roles r WHERE r.rolbypassrls AND pg_has_role(current_user, r.oid, 'MEMBER')) AS bypass,
    EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns`

function whySeesPast({ superuser, bypass, owns }: RoleFacts): string | undefined {
  if (superuser) return 'den är superanvändare'
  if (bypass) return 'den har rättigheten BYPASSRLS'
  if (owns) return 'den äger tabellerna'
  return undefined
}

const unreachableAdvice = 'Se efter att servern är igång och att DATABASE_URL stämmer, och starta igen.'

async function askWhoWeAre(pool: pg.Pool): Promise<RoleFacts> {
  try {
    const { rows } = await pool.query<RoleFacts>(facts)
    const [role] = rows
    if (role) return role
  } catch (cause) {
    const stop = new Stop(
      'unavailable',
      `Databasen kan inte nås: ${describeError(cause)}. ${unreachableAdvice}`,
    )
    stop.cause = cause
    throw stop
  }
  throw new Error('the database did not say who we are')
}

/**
 * Refuses to serve under a role that sees past row-level security.
 * @throws Stop('refused'): the program must not start (exit code 3); Stop('unavailable') when nobody answers.
 */
export async function assertApplicationRole(pool: pg.Pool): Promise<void> {
  const role = await askWhoWeAre(pool)
  const why = whySeesPast(role)
  if (!why) return
  throw new Stop(
    'refused',
    `Uppsikt startar inte: databasrollen "${role.role}" ser alla kommuners uppgifter, för ${why}. ` +
      'Ange en roll utan de rättigheterna i DATABASE_URL och spara ägarrollen till DATABASE_OWNER_URL. ' +
      'Kör sedan "uppsikt migrate", som ger rollen det den behöver.',
  )
}
