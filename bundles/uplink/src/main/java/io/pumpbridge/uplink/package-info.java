// SPDX-License-Identifier: Apache-2.0
/**
 * The one loop out (journal, publish, confirm) and the one door in (command, handler, answer).
 *
 * <p>What to do is decided by plain classes that are told the time: {@link
 * io.pumpbridge.uplink.UplinkPlan} when to connect, {@link io.pumpbridge.uplink.OutboundWindow}
 * what to send next. {@link io.pumpbridge.uplink.Uplink} carries it out on one thread; {@link
 * io.pumpbridge.uplink.InboundDoor} judges what arrives.
 */
@NullMarked
package io.pumpbridge.uplink;

import org.jspecify.annotations.NullMarked;
