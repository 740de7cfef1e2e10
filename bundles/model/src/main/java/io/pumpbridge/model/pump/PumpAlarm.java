// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.pump;

import java.util.OptionalInt;

/**
 * An alarm as the pump raised it.
 *
 * @param code the pump's own code, also when nobody knows what it means
 * @param mdc the IEEE 11073 event code, only where a public source gives it
 * @param text what it means, in words; "unknown alarm" if the profile does not list the code
 */
public record PumpAlarm(String code, OptionalInt mdc, AlarmPriority priority, String text) {}
