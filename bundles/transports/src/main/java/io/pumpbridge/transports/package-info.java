// SPDX-License-Identifier: Apache-2.0
/**
 * Byte links to pumps, and the ports that come and go.
 *
 * <p>{@link io.pumpbridge.transports.PortPattern} says what a site has configured, {@link
 * io.pumpbridge.transports.PortScan} decides which of it is there, {@link
 * io.pumpbridge.transports.PortWatcher} opens it; {@link io.pumpbridge.transports.SerialByteLink}
 * is the only user of the native serial library. No thread runs here except one per open link,
 * which writes: a write to a stuck peer would otherwise never end.
 */
@NullMarked
package io.pumpbridge.transports;

import org.jspecify.annotations.NullMarked;
