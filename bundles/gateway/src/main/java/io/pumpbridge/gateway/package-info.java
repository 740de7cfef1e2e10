// SPDX-License-Identifier: Apache-2.0
/**
 * The one loop per pump: link → session step → observations → judgement and change detection →
 * board at once, journal append beside it.
 *
 * <p>{@link PumpWatch} and what it is made of decide, purely and told the time: {@link
 * DeliveryWatch} what changed in a delivery, {@link AdvisoryWatch} what the dose guard has to say
 * of it. {@link PortLoop} is the thread of one port, {@link Gateway} keeps the loops and the board.
 */
@NullMarked
package io.pumpbridge.gateway;

import org.jspecify.annotations.NullMarked;
