// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.line;

/** One channel of one pump, by the pump's serial number. */
public record Line(String pump, String channel) {}
