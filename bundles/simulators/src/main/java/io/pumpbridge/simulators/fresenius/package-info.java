// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated Fresenius Orchestra base with its modules, and a Pilote that stands alone, written
 * from public facts and never from our own driver. The vendor's document is not public; what is
 * known of it is what the open client infupy (backends/fresenius.py) sends and understands.
 *
 * <p>Guesses that could not be avoided, each confessed where it stands: how often ENQ comes, how
 * many digits a value has, what the variables a, e and m look like, how a device type, a drug and
 * an identifier read, how often events come, what happens when a frame is not acknowledged.
 * Commands whose arguments or answers are not public are acknowledged on the link and then met with
 * silence.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.fresenius;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
