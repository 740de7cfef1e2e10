// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.alaris;

/**
 * The alarms that this simulator can raise, by their wire names. The names are published; apart
 * from AL_NOALM, AL_OCCLU and AL_COMTO their meaning is read from the mnemonic.
 */
public enum AlarisAlarm {
  AL_NOALM,
  /** Near the end of the infusion; the pump goes on. */
  AL_NEOIN,
  /** Occlusion; the pump has stopped. */
  AL_OCCLU,
  /** Started over the serial line, which then fell silent; the pump has stopped. */
  AL_COMTO,
  /** The syringe is empty; the pump has stopped. */
  AL_EOIST,
  /** The volume to be infused is in; the pump has stopped. */
  AL_VTBIS,
  /** The drive is disengaged: somebody takes the syringe out; the pump has stopped. */
  AL_DRDIS,
  /** The mains are away; the pump runs on its battery. */
  AL_ACDIS,
  /** The battery is low and the mains are away; the pump goes on. */
  AL_LWBAT,
  /** The battery is empty and the mains are away; the pump has stopped. */
  AL_EMBAT
}
