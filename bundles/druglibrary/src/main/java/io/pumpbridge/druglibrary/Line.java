// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary;

/** One channel of one pump, by the pump's serial number. */
record Line(String pump, String channel) {}
