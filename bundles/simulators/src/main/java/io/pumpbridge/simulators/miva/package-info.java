// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated Zyno MIVA pump, written from the vendor's own public package and never from our own
 * driver.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.miva;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
