// SPDX-License-Identifier: Apache-2.0
/** What simulated pumps have in common as machines: a plunger and a battery, exact in time. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.physics;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
