// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated Baxter AS50 syringe pump, written from public facts and never from our own driver.
 * The vendor's document is not public; known is what the open client OpenICE (AS50.java) sends and
 * what it understands, with one checksum of the vendor's own.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.as50;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
