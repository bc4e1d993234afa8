import { z } from 'zod'
import data from '../../../rulebook/legal-grounds/data.json' with { type: 'json' }
import house from '../../../rulebook/legal-grounds/house.json' with { type: 'json' }
import must from '../../../rulebook/legal-grounds/must.json' with { type: 'json' }
import secret from '../../../rulebook/legal-grounds/secret.json' with { type: 'json' }
import allman from '../../../rulebook/policies/allman.json' with { type: 'json' }
import falun from '../../../rulebook/policies/falun.json' with { type: 'json' }
import gotene from '../../../rulebook/policies/gotene.json' with { type: 'json' }
import ostersund from '../../../rulebook/policies/ostersund.json' with { type: 'json' }
import pitea from '../../../rulebook/policies/pitea.json' with { type: 'json' }
import { dayOf } from '../../kernel/index.ts'
import { type Ground, groundSchema, type PolicySettings, type Preset, presetSchema } from './types.ts'

/** The guidelines that a municipality can begin from, in the order they are compared. A faulty file stops the program. */
export const presets: readonly Preset[] = z
  .array(presetSchema)
  .parse([falun, gotene, ostersund, pitea, allman])

export const presetById = (id: string): Preset | undefined => presets.find((preset) => preset.id === id)

const allGrounds: readonly Ground[] = z.array(groundSchema).parse([...must, ...secret, ...data, ...house])

const holds = (ground: Ground, at: Date): boolean => {
  const day = dayOf(at)
  return ground.from <= day && (ground.to === null || day <= ground.to)
}

/** Legal grounds in force on the Swedish day of `at`, in the order of the rulebook; those with their own routine too. */
export const groundsAt = (at: Date): Ground[] => allGrounds.filter((ground) => holds(ground, at))

/**
 * The ground as it is worded on the day of `at`, or undefined when there is none that a measure can rest on then.
 * A ground with its own routine (child sexual abuse material) is never one.
 */
export const groundById = (id: string, at: Date): Ground | undefined =>
  groundsAt(at).find((ground) => ground.id === id && !ground.ownRoutine)

/**
 * What the picker offers: all but grounds with their own routine, and of the house rules only those that this
 * municipality has written beforehand (JO dnr 1248-2008: general, published rules).
 */
export const choosableGrounds = (settings: PolicySettings, at: Date): Ground[] =>
  groundsAt(at).filter((ground) => !ground.ownRoutine && isForbiddenHere(ground, settings))

const isForbiddenHere = (ground: Ground, settings: PolicySettings): boolean =>
  ground.group !== 'house' ||
  (ground.houseRules ?? []).some((group) => settings.houseRules.forbidden.includes(group))
