// SPDX-License-Identifier: Apache-2.0
/**
 * The pump server itself: reads what gateways publish, checks numbering and chain, stores, and only
 * then confirms. {@link io.pumpbridge.pumpserver.server.LaneLedger} decides; {@code Intake} acts.
 */
@NullMarked
package io.pumpbridge.pumpserver.server;

import org.jspecify.annotations.NullMarked;
