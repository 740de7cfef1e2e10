// SPDX-License-Identifier: Apache-2.0
/**
 * Which gateway and which pump is on which drug library, and why not on the newest: from the
 * chained records that gateways sent, and from what they answer when asked. Pure.
 */
@NullMarked
package io.pumpbridge.pumpserver.fleet;

import org.jspecify.annotations.NullMarked;
