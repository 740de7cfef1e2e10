// SPDX-License-Identifier: Apache-2.0
/**
 * The Fresenius Orchestra base with its modules, and the Pilote that stands alone: to look and
 * never to touch. Nothing that changes an infusion can be encoded.
 *
 * <p>No document of the maker's is public. What is known comes from the program infupy
 * (jaj42/infupy, infupy/backends/fresenius.py and scripts/syre.pyw), whose author had one.
 *
 * <p>From the bytes up: {@link io.pumpbridge.drivers.fresenius.FreseniusChecksum}, {@link
 * io.pumpbridge.drivers.fresenius.FreseniusFrameReader}, {@link
 * io.pumpbridge.drivers.fresenius.FreseniusMessages}, {@link
 * io.pumpbridge.drivers.fresenius.FreseniusLine} (acknowledgements, calls, echoes), {@link
 * io.pumpbridge.drivers.fresenius.FreseniusSession}, {@link
 * io.pumpbridge.drivers.fresenius.FreseniusDriver}.
 */
@NullMarked
package io.pumpbridge.drivers.fresenius;

import org.jspecify.annotations.NullMarked;
