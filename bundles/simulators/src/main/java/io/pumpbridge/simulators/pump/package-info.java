// SPDX-License-Identifier: Apache-2.0
/** What every simulated pump is to those who drive it, whichever protocol it speaks. */
@Export
@Version("0.1.0")
@NullMarked
package io.pumpbridge.simulators.pump;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
