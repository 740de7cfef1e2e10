// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.channel;

/** One channel of one pump, by the pump's serial number. */
public record Channel(String pump, String name) {}
