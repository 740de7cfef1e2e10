// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated Zyno MIVA pump: its identity and nothing else, since nothing else of it is verified.
 * Written from public facts and never from our own driver.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.miva;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
