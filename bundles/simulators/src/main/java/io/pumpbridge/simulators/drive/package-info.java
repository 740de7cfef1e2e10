// SPDX-License-Identifier: Apache-2.0
/**
 * What the simulated pumps but Alaris and dianet have in common: the mechanics in exact integers,
 * and the front panel. No protocol is known here. Figures that no public document gives (how much a
 * blocked line swallows, how long a battery lasts) are assumptions and are named so in {@link
 * io.pumpbridge.simulators.drive.DriveSettings}.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.drive;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
