// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated New Era NE-1000 laboratory syringe pump, written from its manual (publication
 * 1200-01, chapter 10) and never from our own driver.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.ne1000;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
